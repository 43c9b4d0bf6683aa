"""Writing SavedModels: of a checkpoint with its MetaGraph, without TensorFlow; of bare variables, with it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

from google.protobuf.message import Message

from graphnotes.checkpoints.checkpoint import Checkpoint
from graphnotes.checkpoints.dtypes import dtype_number
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.graph_files import attribute
from graphnotes.checkpoints.messages import new, parse
from graphnotes.checkpoints.safe_write import sync_directory, temporary_name, writing
from graphnotes.checkpoints.saved_models import PB, VARIABLES
from graphnotes.checkpoints.write import write_v2

_RESULT_TYPES = ("output_type", "out_type", "DstT", "dtype", "T")  # attributes that name an op's result dtype, the surest first
_PREDICATES = {"Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual", "IsNan", "IsInf", "IsFinite", "InTopK", "InTopKV2"}


def write_saved_model(checkpoint: Checkpoint, directory: str, *, inputs: dict[str, str] | None = None,
                      outputs: dict[str, str] | None = None) -> None:
    """Writes a SavedModel at `directory`, which must not exist yet; it appears whole or not at all.

    The graph of the source's MetaGraph is taken as it is, tagged `serve`, and `inputs` and `outputs` (name -> tensor name
    such as `Softmax:0`) become the signature `serving_default`. A frozen graph, too, is taken as it is; TensorFlow
    reads it for the signature, whose inputs are its placeholders and whose outputs the tensors nothing else uses, unless
    given. Without a graph, a TF2 SavedModel of the variables is written by TensorFlow, in which a scope is an object.
    """
    if os.path.lexists(directory):
        raise CheckpointError(f"{directory} exists; a SavedModel is only written where nothing is")
    meta = checkpoint.meta_graph()
    if meta is not None:
        model = _with_graph(meta, checkpoint.path, inputs or {}, outputs or {})
        _appear(directory, lambda at: _write_graph(checkpoint, model, at))
    elif (graph := checkpoint.frozen_graph()) is not None:
        model = _of_frozen_graph(graph, checkpoint.path, inputs or {}, outputs or {})
        _appear(directory, lambda at: _write_pb(model, at))
    elif inputs or outputs:
        raise CheckpointError(f"{checkpoint.path} has no MetaGraph and is no frozen graph, so there is no graph to sign")
    else:
        _appear(directory, lambda at: _write_variables(checkpoint, at))


def _appear(directory: str, write: Callable[[str], None]) -> None:
    """Lets `write` fill a temporary directory, then gives it its name."""
    directory = directory.rstrip("/")
    temporary = temporary_name(directory)
    with writing(directory):
        os.makedirs(temporary)
        try:
            write(temporary)
            for folder, _, files in os.walk(temporary):
                for file in files:
                    _sync(os.path.join(folder, file))
                sync_directory(folder)
            os.rename(temporary, directory)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        sync_directory(os.path.dirname(directory))


def _sync(path: str) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def _with_graph(serialized: bytes, path: str, inputs: dict[str, str], outputs: dict[str, str]) -> Message:
    meta = parse("MetaGraphDef", serialized, f"the MetaGraph of {path}")
    if not meta.saver_def.restore_op_name:
        raise CheckpointError(f"{path}: the graph has no Saver, so a SavedModel of it could not restore its variables")
    del meta.meta_info_def.tags[:]
    meta.meta_info_def.tags.append("serve")
    if outputs:
        del meta.signature_def[:]
        nodes = {node.name: node for node in meta.graph_def.node}
        signature = new(
            "SignatureDef",
            inputs=[new("TensorInfoEntry", key=key, value=_tensor_info(nodes, tensor, path)) for key, tensor in inputs.items()],
            outputs=[new("TensorInfoEntry", key=key, value=_tensor_info(nodes, tensor, path)) for key, tensor in outputs.items()],
            method_name="tensorflow/serving/predict",
        )
        meta.signature_def.append(new("SignatureEntry", key="serving_default", value=signature))
    return new("SavedModel", saved_model_schema_version=1, meta_graphs=[meta])


def _of_frozen_graph(graph: Message, path: str, inputs: dict[str, str], outputs: dict[str, str]) -> Message:
    from graphnotes.checkpoints.frozen_signature import signature

    meta = new("MetaGraphDef", graph_def=graph, meta_info_def=new("MetaInfoDef", tags=["serve"]))
    serving = parse("SignatureDef", signature(graph.SerializeToString(), path, inputs, outputs), path)
    meta.signature_def.append(new("SignatureEntry", key="serving_default", value=serving))
    return new("SavedModel", saved_model_schema_version=1, meta_graphs=[meta])


def _tensor_info(nodes: dict[str, Message], tensor: str, path: str) -> Message:
    node = nodes.get(tensor.partition(":")[0])
    if node is None:
        raise CheckpointError(f"{path}: the graph has no tensor '{tensor}'")
    dtype = next((found for found in (attribute(node, key) for key in _RESULT_TYPES) if found is not None), None)
    if node.op in _PREDICATES:
        dtype = new("AttrValue", type=dtype_number("bool"))
    if dtype is None or not dtype.type:
        raise CheckpointError(f"{path}: the dtype of '{tensor}' ({node.op}) is not in the graph, so it can't be signed")
    info = new("TensorInfo", name=tensor if ":" in tensor else f"{tensor}:0", dtype=dtype.type)
    shape = attribute(node, "shape")
    if shape is not None:
        info.tensor_shape.CopyFrom(shape.shape)
    else:
        info.tensor_shape.unknown_rank = True
    return info


def _write_graph(checkpoint: Checkpoint, model: Message, directory: str) -> None:
    write_v2(checkpoint, os.path.join(directory, VARIABLES), latest=False)
    _write_pb(model, directory)


def _write_pb(model: Message, directory: str) -> None:
    with open(os.path.join(directory, PB), "wb") as file:
        file.write(model.SerializeToString())


def _write_variables(checkpoint: Checkpoint, directory: str) -> None:
    import tensorflow as tf

    if not tf.executing_eagerly():
        raise CheckpointError("a SavedModel of bare variables is written with TensorFlow 2 behaviour, which is off in this process")
    root = tf.Module()
    for name in checkpoint:
        *scopes, last = name.split("/")
        at = root
        for scope in scopes:
            if not hasattr(at, scope):
                setattr(at, scope, tf.Module())
            at = getattr(at, scope)
        if hasattr(at, last) or not isinstance(at, tf.Module):
            raise CheckpointError(f"'{name}' can't be an attribute of a TF2 object, one of that name is there; rename it first")
        setattr(at, last, tf.Variable(checkpoint.read(name), dtype=checkpoint.entries[name].dtype))
    tf.saved_model.save(root, directory)
