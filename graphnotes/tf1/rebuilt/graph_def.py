"""GraphDefs that TensorFlow 1.15 can read: `.meta` files, SavedModels, frozen graphs.

1.15 refuses a node with an attribute it doesn't know. Attributes that ops have gained since are left out where they have
their default, which is what their absence means to today's TensorFlow, and where they change no value.
"""

from __future__ import annotations

import functools
import importlib.resources

from tensorflow.python.framework import op_def_registry

from graphnotes.tf1.fastpath import merging
from graphnotes.tf1.fastpath.unrolling import hidden
from graphnotes.tf1.rebuilt import rebuild, stand_ins

# grad_* say that a product is a gradient, debug_name what a variable is called: no CPU or GPU kernel reads them.
# validate_shape (of AssignVariableOp) has a running assignment check what was checked when the graph was built;
# is_files (of TensorSliceDataset) tells a data service that the strings are names of files.
_HINTS = ("grad_a", "grad_b", "grad_x", "grad_y", "debug_name", "validate_shape", "is_files")


@functools.cache
def new_attributes() -> dict[str, tuple[str, ...]]:
    """{op: the attributes it has gained since 1.15.5}."""
    text = importlib.resources.files("graphnotes.tf1.api").joinpath("new_attributes.txt").read_text("utf-8")
    rows = (line.split(": ") for line in text.splitlines() if not line.startswith("#"))
    return {op: tuple(names.split(" ")) for op, names in rows}


@functools.cache
def _defaults(op: str) -> dict[str, bytes]:
    """The serialized defaults of an op's new attributes."""
    definition = op_def_registry.get(op)
    if definition is None:
        return {}
    wanted = new_attributes()[op]
    return {
        attr.name: _serialized(attr.default_value)
        for attr in definition.attr
        if attr.name in wanted and attr.HasField("default_value")
    }


def _serialized(value) -> bytes:
    return value.SerializeToString(deterministic=True)


def drop_new_defaults(nodes) -> None:
    """Remove from NodeDefs the attributes 1.15 doesn't know that have their default value, in place."""
    gained = new_attributes()
    for node in nodes:
        if node.op in gained:
            for name, default in _defaults(node.op).items():
                if name in node.attr and (name in _HINTS or _serialized(node.attr[name]) == default):
                    del node.attr[name]


@rebuild("tensorflow.python.framework.ops", "Graph._as_graph_def")
def as_graph_def(self, *args, **kwargs):
    graph_def, version = as_graph_def.original(self, *args, **kwargs)
    hidden.remove(self, graph_def)
    merging.restore(self, graph_def.node)
    stand_ins.restore(self, graph_def)
    drop_new_defaults(graph_def.node)
    for function in graph_def.library.function:
        drop_new_defaults(function.node_def)
    return graph_def, version
