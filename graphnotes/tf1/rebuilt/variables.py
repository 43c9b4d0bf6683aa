"""Variables as Python objects."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.variables", "Variable.__iter__")
def iterate(self):
    """Refuses, and adds no node to the graph on the way."""
    raise TypeError("'Variable' object is not iterable.")
