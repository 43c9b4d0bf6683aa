"""tf.version as TensorFlow 2.0 said it."""

__all__ = ["VERSION"]

VERSION = "2.0.0"
