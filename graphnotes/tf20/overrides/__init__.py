"""What differs from today's TensorFlow at the top level of TensorFlow 2.0: `tf.<name>`."""

__all__ = ["__version__"]

__version__ = "2.0.0"
