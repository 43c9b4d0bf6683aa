"""What a script sees when it asks which TensorFlow it runs on."""

__all__ = ["VERSION", "__version__"]

VERSION = __version__ = "1.15.5"
