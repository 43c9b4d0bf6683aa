"""tf.contrib.tensor_forest: random forests that grow online, by 1.15's algorithm.

1.15 grew them in compiled ops, which are gone. Here trees and their statistics are NumPy arrays, and the nodes call Python.
"""

from graphnotes.tf1 import facade

_SHOWN = {
    "eval_metrics": "client.eval_metrics",
    "random_forest": "client.random_forest",
    "data_ops": "python.ops.data_ops",
    "model_ops": "python.ops.model_ops",
    "stats_ops": "python.ops.stats_ops",
    "tensor_forest_ops": "python.ops.tensor_forest_ops",
    "ops": "python.ops",
    "tensor_forest": "python.tensor_forest",
}

__all__ = ["data_ops", "eval_metrics", "model_ops", "ops", "random_forest", "stats_ops", "tensor_forest", "tensor_forest_ops"]


def __getattr__(name):
    if name in _SHOWN:
        return facade.namespace(f"contrib.tensor_forest.{_SHOWN[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
