"""tf.contrib.util: tensors and protocol buffers."""

from tensorflow.python.framework import tensor_util as _tensor_util

from graphnotes.tf1 import root as tf

constant_value = _tensor_util.constant_value
make_ndarray = tf.make_ndarray
make_tensor_proto = tf.make_tensor_proto


def ops_used_by_graph_def(graph_def) -> set[str]:
    """The names of the ops a graph uses, those in its functions too."""
    functions = {f.signature.name: f for f in graph_def.library.function}
    used, waiting = set(), list(graph_def.node)
    while waiting:
        op = waiting.pop().op
        if op not in used:
            used.add(op)
            if op in functions:
                waiting.extend(functions[op].node_def)
    return {op for op in used if op not in functions}


__all__ = ["constant_value", "make_ndarray", "make_tensor_proto", "ops_used_by_graph_def"]
