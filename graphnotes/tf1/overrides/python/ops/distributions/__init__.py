"""tensorflow.python.ops.distributions: what today's TensorFlow lost of it."""

__all__: list[str] = []
