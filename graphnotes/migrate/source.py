"""A TF1 model from wherever it lives: a live session, a MetaGraph and checkpoint, a SavedModel, a frozen graph."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import meta_graph

from graphnotes.migrate.reference_variables import HANDLES, VARIABLES

v1 = tf.compat.v1


@dataclasses.dataclass
class LegacyVariable:
    """One TF1 variable: its checkpoint name, the node that holds it, and its value (None: never initialized)."""

    name: str
    node: str
    shape: tf.TensorShape
    dtype: tf.DType
    trainable: bool
    value: np.ndarray | None


@dataclasses.dataclass
class LegacyModel:
    """A TF1 graph with the values of its variables; `signatures` maps a name to (inputs, outputs) by tensor name."""

    origin: str
    graph: tf.Graph
    variables: dict[str, LegacyVariable]
    signatures: dict[str, tuple[dict[str, str], dict[str, str]]] = dataclasses.field(default_factory=dict)
    session: v1.Session | None = None

    def tensor(self, name: str) -> tf.Tensor:
        """The tensor of that name.

        Raises:
          KeyError: the graph has none; the message names similar ones.
        """
        try:
            found = self.graph.as_graph_element(name)
        except (KeyError, ValueError) as error:
            import difflib

            close = difflib.get_close_matches(name, [op.name for op in self.graph.get_operations()], 3)
            hint = f"; did you mean {', '.join(close)}?" if close else ""
            raise KeyError(f"{self.origin} has no tensor or operation {name!r}{hint}") from error
        return found


def open_legacy(source, checkpoint: str | None = None, tags=("serve",)) -> LegacyModel:
    """The TF1 model in `source`.

    Arguments:
      source: a `Session` (live values), a `LegacyModel`, a `.meta` file or a checkpoint prefix that has one beside it,
        a SavedModel directory, or a frozen GraphDef (`.pb` file or `GraphDef` message).
      checkpoint: for a `.meta` file, the checkpoint to take values from (default: the one of the same name, if it is there;
        otherwise the variables are initialized as the program would).
      tags: for a SavedModel, the tags of the MetaGraph.

    Raises:
      FileNotFoundError, ValueError, TypeError: `source` isn't there, or is none of these; the message says what was looked for.
    """
    if isinstance(source, LegacyModel):
        return source
    if isinstance(source, v1.GraphDef):
        return _from_graph_def(source, "the GraphDef")
    if hasattr(source, "run") and hasattr(source, "graph"):
        return from_session(source)
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"a TF1 model is a Session, a GraphDef or a path, not {type(source).__name__}")
    path = os.fspath(source)
    if os.path.isdir(path):
        if os.path.exists(os.path.join(path, "saved_model.pb")) or os.path.exists(os.path.join(path, "saved_model.pbtxt")):
            return _from_saved_model(path, tags)
        latest = tf.train.latest_checkpoint(path)
        if latest is None:
            raise FileNotFoundError(f"{path} is neither a SavedModel (no saved_model.pb) nor a checkpoint directory (no 'checkpoint' file)")
        path = latest
    if path.endswith(".meta"):
        return _from_meta_graph(path, checkpoint or _checkpoint_beside(path))
    if os.path.exists(f"{path}.meta"):
        return _from_meta_graph(f"{path}.meta", checkpoint or path)
    if not os.path.exists(path):
        raise FileNotFoundError(f"{path}: no such file, and no {path}.meta")
    return _from_graph_def(_read_frozen(path), path)


def from_session(session: v1.Session, origin: str = "the session's graph") -> LegacyModel:
    """The model in a live session, with the values its variables have now. Neither graph nor session is changed."""
    graph = session.graph
    declared = {v.op.name: v for v in _declared_variables(graph)}
    reads = {}
    for op in graph.get_operations():
        if op.type in VARIABLES and not _inside_function(op):
            reads[op.name] = op.outputs[0]
        elif op.type == "ReadVariableOp" and op.inputs[0].op.type in HANDLES and not op.control_inputs:
            reads.setdefault(op.inputs[0].op.name, op.outputs[0])
    values = _run_initialized(session, reads)
    trainable = {v.op.name for v in graph.get_collection(v1.GraphKeys.TRAINABLE_VARIABLES) if hasattr(v, "op")}
    variables = {}
    for node, tensor in reads.items():
        name = _checkpoint_name(declared.get(node), node)
        variables[name] = LegacyVariable(name, node, tensor.shape, tensor.dtype.base_dtype, node in trainable, values.get(node))
    return LegacyModel(origin, graph, variables, session=session)


def _from_meta_graph(path, checkpoint):
    try:
        exported = meta_graph.read_meta_graph_file(path)
    except OSError as error:
        raise ValueError(f"{path} is not a MetaGraph ({os.path.getsize(path) if os.path.exists(path) else 'no'} bytes, which protobuf cannot parse)") from error
    with tf.Graph().as_default() as graph:
        v1.train.import_meta_graph(exported, clear_devices=True)
    if checkpoint is None:
        session = v1.Session(graph=graph)
        session.run([v.initializer for v in _declared_variables(graph)])
        _initialize_tables(session)
        return from_session(session, path)
    reader = tf.train.load_checkpoint(checkpoint)
    known = reader.get_variable_to_shape_map()
    trainable = {v.op.name for v in graph.get_collection(v1.GraphKeys.TRAINABLE_VARIABLES) if hasattr(v, "op")}
    declared = {v.op.name: v for v in _declared_variables(graph)}
    variables = {}
    for op in graph.get_operations():
        if op.type not in VARIABLES + HANDLES:
            continue
        declaration = declared.get(op.name)
        name = _checkpoint_name(declaration, op.name)
        value = None
        piece = declaration._get_save_slice_info() if declaration is not None else None
        if piece is not None and piece.full_name in known:
            value = _cut(reader.get_tensor(piece.full_name), piece)
        elif name in known:
            value = np.asarray(reader.get_tensor(name))
        shape, dtype = tf.TensorShape(op.get_attr("shape")), tf.as_dtype(op.get_attr("dtype"))
        if value is not None and not shape.is_compatible_with(value.shape):
            raise ValueError(f"{checkpoint}: variable {name!r} has shape {value.shape} there, and {shape} in {path}")
        variables[name] = LegacyVariable(name, op.name, shape, dtype, op.name in trainable, value)
    return LegacyModel(checkpoint, graph, variables)


def _from_saved_model(path, tags):
    with tf.Graph().as_default() as graph:
        session = v1.Session(graph=graph)
        meta = v1.saved_model.loader.load(session, list(tags), path)
    model = from_session(session, path)
    for key, signature in meta.signature_def.items():
        inputs = {name: info.name for name, info in signature.inputs.items() if info.name}
        outputs = {name: info.name for name, info in signature.outputs.items() if info.name}
        if outputs and not key.startswith("__"):
            model.signatures[key] = (inputs, outputs)
    return model


def _from_graph_def(graph_def, origin):
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")
    model = LegacyModel(origin, graph, {})
    held = [op.name for op in graph.get_operations() if op.type in VARIABLES + HANDLES]
    if held:
        raise ValueError(
            f"{origin} isn't frozen: it has {len(held)} variable(s) ({', '.join(held[:3])}) and no values for them; give the .meta file and a checkpoint"
        )
    return model


def _read_frozen(path):
    graph_def = v1.GraphDef()
    with open(path, "rb") as file:
        data = file.read()
    if path.endswith(".pbtxt"):
        from google.protobuf import text_format

        try:
            return text_format.Parse(data.decode(), graph_def)
        except (text_format.ParseError, UnicodeDecodeError) as error:
            raise ValueError(f"{path} is not a GraphDef written as text: {str(error).splitlines()[0]}") from error
    try:
        graph_def.ParseFromString(data)
    except Exception as error:  # protobuf's DecodeError class differs between its implementations
        raise ValueError(f"{path} is not a frozen GraphDef ({len(data)} bytes that protobuf cannot parse)") from error
    if not graph_def.node:
        raise ValueError(f"{path} is not a frozen GraphDef: it has no nodes")
    return graph_def


def _checkpoint_beside(meta):
    prefix = meta[: -len(".meta")]
    return prefix if os.path.exists(f"{prefix}.index") or os.path.exists(prefix) else None


def _declared_variables(graph):
    """Every variable any collection of the graph holds, each once."""
    seen = {}
    for key in graph.get_all_collection_keys():
        for item in graph.get_collection(key):
            if isinstance(item, v1.Variable) and hasattr(item, "op"):
                seen.setdefault(item.op.name, item)
    return list(seen.values())


def _checkpoint_name(declaration, node):
    """The variable's own name; a resource variable's node may be called otherwise (`v/handle`)."""
    return declaration.name.split(":")[0] if declaration is not None else node


def _inside_function(op):
    return op.graph is not None and getattr(op.graph, "outer_graph", None) is not None


def _run_initialized(session, reads):
    """node -> value for those that are initialized."""
    if not reads:
        return {}
    try:
        return session.run(reads)
    except tf.errors.FailedPreconditionError:
        values = {}
        for node, tensor in reads.items():
            try:
                values[node] = session.run(tensor)
            except tf.errors.FailedPreconditionError:
                continue  # uninitialized: its value stays None, and to_module says so when it is needed
        return values


def _initialize_tables(session):
    initializers = session.graph.get_collection(v1.GraphKeys.TABLE_INITIALIZERS)
    if initializers:
        session.run(initializers)


def _cut(full, piece):
    return full[tuple(slice(start, start + size) for start, size in zip(piece.var_offset, piece.var_shape, strict=True))]
