"""Checkpoints of variables while executing eagerly (tf.contrib.eager.Saver)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


class Saver:
    """A Saver of the given variables that needs no session; ValueError for a list with no variables."""

    def __init__(self, var_list):
        if not var_list:
            raise ValueError("No variables to save")
        self._saver = tf.train.Saver(var_list)

    def save(self, file_prefix, global_step=None):
        """Write a checkpoint; gives its path."""
        return self._saver.save(None, file_prefix, global_step=global_step)

    def restore(self, file_prefix) -> None:
        """Read a checkpoint into the variables."""
        self._saver.restore(None, file_prefix)


def get_optimizer_variables(optimizer) -> list:
    """The slots and other variables of an optimizer."""
    return optimizer.variables()
