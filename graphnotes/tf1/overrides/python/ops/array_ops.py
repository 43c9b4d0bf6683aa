"""tensorflow.python.ops.array_ops: what stands in a module of its own today."""

from graphnotes.tf1 import root as tf

__all__ = ["stack", "unstack"]

stack, unstack = tf.stack, tf.unstack
