"""What a frozen graph takes and gives: a signature for serving it, found by TensorFlow from the graph itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphnotes.checkpoints.errors import CheckpointError

if TYPE_CHECKING:
    import tensorflow as tf

_NO_RESULTS = {"Const", "Placeholder", "PlaceholderWithDefault"}


def signature(graph_def: bytes, path: str, inputs: dict[str, str], outputs: dict[str, str]) -> bytes:
    """A serialized SignatureDef `tensorflow/serving/predict` of a serialized GraphDef.

    `inputs` and `outputs` are {key: tensor name such as "Softmax:0"}. Empty `outputs` stand for the results of every
    operation whose results nothing uses, empty `inputs` for the placeholders that the outputs depend on; their keys are the
    operations' names. Raises CheckpointError if TensorFlow can't read the graph, or there is no such tensor.
    """
    import tensorflow as tf

    v1 = tf.compat.v1
    with tf.Graph().as_default() as graph:
        try:
            v1.import_graph_def(v1.GraphDef.FromString(graph_def), name="")
        except (ValueError, KeyError, tf.errors.OpError) as error:
            raise CheckpointError(f"{path}: TensorFlow can't read this graph ({str(error).splitlines()[0]})") from None
        given = {key: _tensor(graph, name, path) for key, name in outputs.items()}
        results = given or _keyed(tensor for op in graph.get_operations() if _is_sink(op) for tensor in op.outputs)
        if not results:
            raise CheckpointError(f"{path}: nothing in this graph computes a result; name an output")
        fed = {key: _tensor(graph, name, path) for key, name in inputs.items()}
        fed = fed or _keyed(op.outputs[0] for op in _needed(results.values()) if op.type == "Placeholder")
        info = v1.saved_model.utils.build_tensor_info
        return v1.saved_model.build_signature_def(
            {key: info(tensor) for key, tensor in fed.items()},
            {key: info(tensor) for key, tensor in results.items()},
            "tensorflow/serving/predict",
        ).SerializeToString()


def _tensor(graph: tf.Graph, name: str, path: str) -> tf.Tensor:
    try:
        return graph.get_tensor_by_name(name if ":" in name else f"{name}:0")
    except (KeyError, ValueError):
        raise CheckpointError(f"{path}: the graph has no tensor '{name}'") from None


def _is_sink(op: tf.Operation) -> bool:
    return op.type not in _NO_RESULTS and not any(tensor.consumers() for tensor in op.outputs)


def _keyed(tensors) -> dict[str, tf.Tensor]:
    """{the operation's name, with the number of the output unless that is 0: tensor}; "/" reads "_", where that is unique."""
    tensors = list(tensors)
    full = [t.op.name + (f":{t.value_index}" if t.value_index else "") for t in tensors]
    short = [name.replace("/", "_").replace(":", "_") for name in full]
    return {s if short.count(s) == 1 else f: t for s, f, t in zip(short, full, tensors)}


def _needed(tensors) -> list[tf.Operation]:
    """The operations that the tensors depend on, in the order in which the graph has them."""
    wanted, found = [tensor.op for tensor in tensors], set()
    while wanted:
        op = wanted.pop()
        if op not in found:
            found.add(op)
            wanted += [tensor.op for tensor in op.inputs] + list(op.control_inputs)
    return sorted(found, key=lambda op: op._id)
