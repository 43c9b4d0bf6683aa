"""Tables that live as long as a graph."""

from __future__ import annotations


def held_by(graph, name: str, kind: type):
    """The graph's attribute of this name, made (as `kind()`) when it is asked for the first time."""
    if not hasattr(graph, name):
        setattr(graph, name, kind())
    return getattr(graph, name)
