"""Which parameter server holds a variable (tf.train.replica_device_setter's ps_strategy)."""

from __future__ import annotations

import hashlib

import numpy as np

from graphnotes.tf1 import root as tf


class RandomStrategy:
    """A server drawn by the op's name and a seed (tf.contrib.training.RandomStrategy)."""

    def __init__(self, num_ps_tasks, seed=0):
        self._count, self._seed = num_ps_tasks, seed

    def __call__(self, op) -> int:
        digest = hashlib.md5(f"{op.name}_{self._seed}".encode(), usedforsecurity=False)
        return int(digest.hexdigest(), 16) % self._count


class GreedyLoadBalancingStrategy:
    """The server with the least to hold (tf.contrib.training.GreedyLoadBalancingStrategy).

    Args:
        load_fn: function of an op that gives its load, such as `byte_size_load_fn`.
    """

    def __init__(self, num_tasks, load_fn):
        self._loads, self._load_fn = np.zeros(num_tasks), load_fn

    def __call__(self, op) -> int:
        task = np.argmin(self._loads)
        self._loads[task] += self._load_fn(op)
        return task


def byte_size_load_fn(op) -> int:
    """The bytes of an op's only output (tf.contrib.training.byte_size_load_fn).

    Raises:
        ValueError: several outputs, or an unknown shape.
    """
    if len(op.outputs) != 1:
        raise ValueError(f"Op {op} must have a single output")
    output = op.outputs[0]
    shape = output.get_shape()
    if not shape.is_fully_defined():
        shape = tf.TensorShape(op.get_attr("shape"))
    shape.assert_is_fully_defined()
    return shape.num_elements() * output.dtype.size
