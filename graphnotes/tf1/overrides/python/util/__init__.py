"""tensorflow.python.util: private modules of 1.15 whose names are gone."""

__all__ = []
