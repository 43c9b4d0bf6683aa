"""tensorflow.contrib.tensor_forest.python: the graphs of forests, and their ops."""

from graphnotes.tf1 import facade

__all__ = ["data_ops", "model_ops", "stats_ops", "tensor_forest_ops"]


def __getattr__(name):
    if name in __all__:
        return facade.namespace(f"contrib.tensor_forest.python.ops.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
