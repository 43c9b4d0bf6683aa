"""tensorflow.examples"""

__all__ = []
