"""tensorflow.contrib.tensor_forest.python: the graphs of forests, and their ops."""

__all__ = []
