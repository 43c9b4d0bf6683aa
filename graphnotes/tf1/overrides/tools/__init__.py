"""tensorflow.tools of TensorFlow 1.15."""

__all__: list[str] = []
