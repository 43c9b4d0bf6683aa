"""tensorflow.python.ops.variable_scope: the name of the collection that held the current scope before there was a store of it."""

from graphnotes.tf1.rebuilt.current_scope import VARSCOPE_KEY as _VARSCOPE_KEY

__all__ = ["_VARSCOPE_KEY"]
