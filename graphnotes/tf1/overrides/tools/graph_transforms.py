"""tensorflow.tools.graph_transforms: rewriting a GraphDef before it is deployed.

1.15 did this in a C++ library that today's TensorFlow no longer ships. The transforms that its Python tools can still do
are done; any other is refused by name.
"""

from __future__ import annotations

import re

from tensorflow.core.framework import graph_pb2
from tensorflow.python.framework import dtypes
from tensorflow.python.tools import optimize_for_inference_lib, strip_unused_lib

__all__ = ["TransformGraph"]


def TransformGraph(input_graph_def, inputs, outputs, transforms):
    """Apply named transforms to a GraphDef, in order (tensorflow.tools.graph_transforms.TransformGraph).

    Args:
        input_graph_def: GraphDef, left as it is.
        inputs, outputs: lists of node names.
        transforms: list of strings such as "strip_unused_nodes" or "remove_nodes(op=Identity)".

    Returns:
        The new GraphDef.

    Raises:
        NotImplementedError: a transform that only the C++ library could do.
    """
    graph = graph_pb2.GraphDef()
    graph.CopyFrom(input_graph_def)
    for transform in transforms:
        name, arguments = re.fullmatch(r"\s*(\w+)\s*(?:\((.*)\))?\s*", transform, re.DOTALL).groups()
        if name not in _TRANSFORMS:
            raise NotImplementedError(
                f"the graph transform {name!r} was part of a C++ library that today's TensorFlow no longer has; "
                f"these are left: {', '.join(sorted(_TRANSFORMS))}; for the rest use tf.lite or a tf.config.optimizer option"
            )
        graph = _TRANSFORMS[name](graph, inputs, outputs, dict(re.findall(r"(\w+)\s*=\s*\"?([\w/:.-]+)\"?", arguments or "")))
    return graph


def _strip_unused_nodes(graph, inputs, outputs, arguments):
    kind = dtypes.as_dtype(arguments.get("type", "float32")).as_datatype_enum
    return strip_unused_lib.strip_unused(graph, inputs, outputs, kind)


def _fold_batch_norms(graph, inputs, outputs, arguments):
    return optimize_for_inference_lib.fold_batch_norms(graph)


def _remove_nodes(graph, inputs, outputs, arguments):
    """Drop every node of one type that has a single data input, joining its neighbours."""
    kept = {*inputs, *outputs}
    gone = {}
    for node in graph.node:
        if node.op == arguments["op"] and node.name not in kept and len(node.input) == 1 and not node.input[0].startswith("^"):
            gone[node.name] = node.input[0]

    def source(name: str) -> str:
        while name in gone:
            name = gone[name]
        return name

    rest = graph_pb2.GraphDef(versions=graph.versions, library=graph.library)
    for node in graph.node:
        if node.name in gone:
            continue
        copy = rest.node.add()
        copy.CopyFrom(node)
        del copy.input[:]
        for name in node.input:
            if name.startswith("^"):
                copy.input.append("^" + source(name[1:]).partition(":")[0])
            else:
                copy.input.append(source(name))
    return rest


_TRANSFORMS = {
    "fold_batch_norms": _fold_batch_norms,
    "fold_old_batch_norms": _fold_batch_norms,
    "remove_nodes": _remove_nodes,
    "strip_unused_nodes": _strip_unused_nodes,
}
