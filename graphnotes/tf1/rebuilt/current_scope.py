"""The collection in which the current variable scope stood until TensorFlow 1.4 or so: its one member can be read and replaced.

Packages of that time (prettytensor) enter a scope by putting it there: `tf.get_collection_ref(variable_scope._VARSCOPE_KEY)[0] = scope`.
"""

from __future__ import annotations

from collections.abc import MutableSequence

from tensorflow.python.ops import variable_scope

from graphnotes.tf1.rebuilt import rebuild

VARSCOPE_KEY = ("__varscope",)


class CurrentScope(MutableSequence):
    """A list of one: the current variable scope of the default graph."""

    def __getitem__(self, at):
        return [variable_scope.get_variable_scope()][at]

    def __setitem__(self, at, scope) -> None:
        if at not in (0, -1):
            raise IndexError("there is one current variable scope")
        variable_scope.get_variable_scope_store().current_scope = scope

    def __delitem__(self, at) -> None:
        raise TypeError("a graph always has a current variable scope")

    def insert(self, at, scope) -> None:
        raise TypeError("there is one current variable scope")

    def __len__(self) -> int:
        return 1


@rebuild("tensorflow.python.framework.ops", "get_collection_ref")
def get_collection_ref(key):
    return CurrentScope() if key == VARSCOPE_KEY else get_collection_ref.original(key)
