"""The columns of the table, and how each gets a program: imported in the worker processes only."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable

COLUMNS = {
    "graphnotes": "graphnotes",
    "exact": "graphnotes --exact",
    "plain": "tf.compat.v1",
    "tf2": "tf.function",
    "torch": "PyTorch",
    "numpy": "NumPy",
}
# program -> the columns that have it
PROGRAMS = {
    "one_add": ("graphnotes", "plain", "tf2", "torch", "numpy"),
    "softmax": ("graphnotes", "exact", "plain", "tf2", "torch", "numpy"),
    "summaries": ("graphnotes", "exact", "plain", "tf2"),
    "adam": ("graphnotes", "exact", "plain", "tf2", "torch"),
    "lstm": ("graphnotes", "exact", "plain", "tf2", "torch"),
    "cnn": ("graphnotes", "exact", "plain", "tf2", "torch"),
    "queue": ("graphnotes", "plain"),
    "graph_building": ("graphnotes", "plain"),
    "mnist_load": ("graphnotes", "plain"),
    "next_batch": ("graphnotes", "plain"),
    "startup": ("graphnotes", "plain", "torch"),
    "mnist_softmax": ("graphnotes", "plain"),
}


def available(column: str, name: str) -> bool:
    """Whether this column has the program, and what it needs is installed (TF2's tf.summary writes by TensorBoard's package)."""
    needs = "torch" if column == "torch" else "tensorboard" if (column, name) == ("tf2", "summaries") else None
    return column in PROGRAMS[name] and (needs is None or importlib.util.find_spec(needs) is not None)


def program(column: str, name: str) -> Callable[[], Callable]:
    """What builds the program; calling it gives one step as a function."""
    if name in ("mnist_load", "next_batch"):
        from benchmarks.programs import mnist

        return {"graphnotes": mnist.GRAPHNOTES, "plain": mnist.PLAIN}[column][name]
    if column == "exact":  # as `graphnotes run --exact` sets them, before TensorFlow is imported
        os.environ.update(GRAPHNOTES_EXACT="1", TF_ENABLE_ONEDNN_OPTS="0")
    if column in ("graphnotes", "exact"):
        import graphnotes.tf1 as tf

        return _tf1(tf, name)
    if column == "plain":
        os.environ["TF_USE_LEGACY_KERAS"] = "1"  # tf.nn.rnn_cell is Keras 2's
        import tensorflow.compat.v1 as tf

        tf.disable_v2_behavior()
        return _tf1(tf, name)
    if column == "tf2":
        from benchmarks.programs import tf2 as programs
    elif column == "torch":
        from benchmarks.programs import pytorch as programs
    else:
        from benchmarks.programs import by_hand as programs
    return programs.PROGRAMS[name]


def _tf1(tf, name: str) -> Callable[[], Callable]:
    from benchmarks.programs import tf1

    return lambda: tf1.PROGRAMS[name](tf)
