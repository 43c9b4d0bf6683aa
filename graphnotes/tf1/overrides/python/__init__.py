"""What private modules of TensorFlow 1.15 had that today's lack, module by module."""

__all__: list[str] = []
