"""A TensorFlow 2 program as one side of the ladder."""

from __future__ import annotations

import contextlib
import inspect
import os
import traceback

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph
from tensorflow.python.trackable.base import Trackable

from graphnotes.equivalence.random_replay import replaying
from graphnotes.equivalence.side import OURS, NotAvailable, Operation, Side, Variable

# where Keras' optimizers keep their slots, and the update kernel's argument that is
_SLOT_LISTS = {
    "_momentums": "m",
    "_velocities": "v",
    "_velocity_hats": "vhat",
    "momentums": "m",
    "_accumulators": "accum",
    "_accumulator_linear": "linear",
    "_linears": "linear",
    "_average_gradients": "mg",
    "_accumulated_grads": "accum",
    "_accumulated_delta_vars": "accum_update",
}
# what optimizers with get_slot call theirs
_SLOT_WORDS = {"m": "m", "v": "v", "vhat": "vhat", "accumulator": "accum", "linear": "linear", "rms": "ms", "accum_grad": "accum", "accum_var": "accum_update"}


class TF2Side(Side):
    """A TensorFlow 2 model: a `tf.Module`, a Keras model, or any object with variables and methods.

    Arguments:
      model: has `variables`; is called for the outputs unless `forward` says otherwise.
      forward, loss, train_step, metric: functions of the batch's arguments by name (and `training`, if they take it); default:
        the model itself, and its methods `loss`, `train_step`, `metric`. `forward` gives a tensor, a list or a dict.
      optimizer: a Keras or compat.v1 optimizer; default `model.optimizer`. Without a `train_step`, a step is the gradient of the
        loss applied by the optimizer.
      names: variable -> name, or a list of (name, variable); default: attribute paths, or the names of a migrated module.
      batches: the program's own training batches, if it has its own.
      replay: give it the other side's random draws, running its TensorFlow functions eagerly. Functions of a migrated module cannot
        run eagerly: False there, with dropout off.
    """

    rename: dict[str, str] = {}  # noqa: RUF012 - OLD's argument name -> this program's; replaced, never changed

    def __init__(self, model, forward=None, loss=None, train_step=None, metric=None, optimizer=None, names=None, batches=None, origin=None, replay=True):
        self.model = model
        self.replay = replay
        self.origin = origin or type(model).__name__
        self.batches = batches
        is_keras = hasattr(model, "compute_loss")
        self._forward = forward or getattr(model, "forward", None) or model
        self._loss = loss or (self._compiled_loss() if is_keras else getattr(model, "loss", None))
        self._train_step = train_step or (None if is_keras else getattr(model, "train_step", None))
        self._metric = metric or (None if is_keras else getattr(model, "metric", None))
        self.optimizer = optimizer if optimizer is not None else getattr(model, "optimizer", None)
        self.named = dict(names) if names is not None else named_variables(model, self.optimizer)
        if not self.named:
            raise ValueError(f"{self.origin} has no variables yet; call the model (or build it) once before comparing it")
        self.weights = {n: v for n, v in self.named.items() if v.trainable}
        if hasattr(self.optimizer, "build") and hasattr(self.optimizer, "variables"):
            self.optimizer.build(list(self.weights.values()))
        self._initial = {n: v.numpy() for n, v in self.named.items()}
        self._optimizer_initial = [(v, v.numpy()) for v in self._optimizer_variables()]

    def _compiled_loss(self):
        """The loss a Keras model was compiled with, for its one input and target."""
        if not getattr(self.model, "compiled", True) or getattr(self.model, "optimizer", None) is None:
            return None

        def loss(x, y, training):
            return self.model.compute_loss(x=x, y=y, y_pred=self.model(x, training=training))

        return loss

    def variables(self):
        return {n: Variable(n, tuple(v.shape), _dtype(v), "weight" if v.trainable else "state") for n, v in self.named.items()}

    def arguments(self):
        called = [c for c in (self._forward, self._loss, self._train_step, self._metric) if c is not None]
        return {name for function in called for name in _parameters(function)}

    def _optimizer_variables(self):
        if self.optimizer is None:
            return []
        variables = self.optimizer.variables
        return list(variables() if callable(variables) else variables)

    def reset(self):
        self.load(self._initial)
        known = {id(v) for v, _ in self._optimizer_initial}
        for variable, value in self._optimizer_initial:
            variable.assign(value)
        for variable in self._optimizer_variables():  # made lazily since
            if id(variable) not in known:
                variable.assign(tf.zeros(variable.shape, variable.dtype))

    def read(self):
        return {n: v.numpy() for n, v in self.named.items()}

    def load(self, values):
        for name, value in values.items():
            self.named[name].assign(np.asarray(value).astype(_dtype(self.named[name])) if np.asarray(value).dtype.kind == "f" else value)

    def _replayed(self, draws):
        return replaying(draws) if draws and self.replay else contextlib.nullcontext()

    def _call(self, function, what, batch, training):
        if function is None:
            raise NotAvailable(f"{self.origin}: it has no {what}")
        batch = {self.rename.get(n, n): v for n, v in batch.items()}
        arguments, missing = _fitting(function, batch, training)
        if missing:
            raise NotAvailable(f"{self.origin}: its {what} wants {', '.join(missing)}; the batch has {', '.join(sorted(batch))}")
        return function(**arguments)

    def forward(self, batch, training, draws=None):
        with self._replayed(draws):
            result = self._call(self._forward, "forward function", batch, training)
        return _as_dict(result), []

    def loss_and_gradients(self, batch, draws=None):
        with self._replayed(draws):
            loss, gradients = self._differentiate(batch)
        dense = {n: tf.convert_to_tensor(g).numpy() for n, g in gradients.items() if g is not None}
        return float(loss), dense, []

    def _differentiate(self, batch):
        with tf.GradientTape() as tape:
            loss = self._call(self._loss, "loss", batch, True)
            loss = tf.reduce_mean(loss) if len(loss.shape) else loss
        return loss, dict(zip(self.weights, tape.gradient(loss, [_tensor_variable(v) for v in self.weights.values()]), strict=True))

    def apply(self, gradients, batch):
        if self.optimizer is None:
            raise NotAvailable(f"{self.origin}: it has no optimizer to give gradients to")
        self.optimizer.apply_gradients([(tf.constant(g), self.weights[n]) for n, g in gradients.items()])

    def slots(self):
        if self.optimizer is None:
            return {}
        found = {}
        if hasattr(self.optimizer, "get_slot_names"):
            for slot in self.optimizer.get_slot_names():
                for name, variable in self.weights.items():
                    held = self.optimizer.get_slot(variable, slot)
                    if held is not None:
                        found[f"{name}/{_kernel_slot(slot, self.optimizer)}"] = held.numpy()
            return found
        for attribute, slot in _SLOT_LISTS.items():
            held = getattr(self.optimizer, attribute, None)
            if not held or not isinstance(held, list | tuple):
                continue
            for name, variable in self.weights.items():
                value = held[self._index(variable)]
                if value is not None:
                    found[f"{name}/{self._in_kernel_terms(slot)}"] = self._scaled(slot, value.numpy())
        return found

    def _index(self, variable):
        if hasattr(self.optimizer, "_get_variable_index"):
            return self.optimizer._get_variable_index(variable)
        return self.optimizer._index_dict[self.optimizer._var_key(variable)]  # tf-keras

    def _is_sgd(self):
        return type(self.optimizer).__name__ == "SGD"

    def _in_kernel_terms(self, slot):
        if self._is_sgd() and slot == "m":
            return "accum"
        if type(self.optimizer).__name__ == "RMSprop":
            return {"v": "ms", "m": "mom"}.get(slot, slot)
        return slot

    def _scaled(self, slot, value):
        """Keras' SGD keeps minus the learning rate times what TF1's momentum accumulates."""
        return -value / float(np.asarray(self.optimizer.learning_rate)) if self._is_sgd() and slot == "m" else value

    def train_step(self, batch, draws=None):
        with self._replayed(draws):
            if self._train_step is not None:
                return float(self._call(self._train_step, "train_step", batch, True)), []
            if self.optimizer is None:
                raise NotAvailable(f"{self.origin}: it has neither a train_step nor an optimizer")
            loss, gradients = self._differentiate(batch)
            self.optimizer.apply_gradients([(g, self.weights[n]) for n, g in gradients.items() if g is not None])
            return float(loss), []

    def metric(self, batch):
        return float(self._call(self._metric, "metric", batch, False))

    def save(self, prefix):
        """With `tf.train.Checkpoint(model=model)`; variables the model doesn't track are saved by name."""
        held = {n: _tensor_variable(v) for n, v in self.named.items()}
        for root in (self.model, _Holder(held)):
            if not isinstance(root, Trackable):
                continue
            tf.train.Checkpoint(model=root).write(prefix)
            keys = _keys_in_file(prefix, root, {id(v): n for n, v in [*self.named.items(), *held.items()]})
            if set(keys) == set(self.named):
                return keys
        raise NotAvailable(f"{self.origin}: its checkpoint doesn't have {', '.join(sorted(set(self.named) - set(keys)))}")

    def restore(self, prefix, keys):
        """By key into the variables, with the kernel that every Saver reads files with."""
        held = [_tensor_variable(self.named[name]) for name in keys]
        read = tf.raw_ops.RestoreV2(prefix=prefix, tensor_names=list(keys.values()), shape_and_slices=[""] * len(held), dtypes=[v.dtype for v in held])
        for variable, value in zip(held, read, strict=True):
            variable.assign(value)

    def operations(self, batch, draws=None):
        if not self.replay:
            raise NotAvailable(f"{self.origin}: its functions don't run eagerly, operation by operation")
        from tensorflow.python.framework import op_callbacks

        from graphnotes.equivalence.legacy_side import SHOWN_ATTRS

        seen: list[Operation] = []
        behind: dict[int, frozenset[int]] = {}  # id of a tensor -> the noted operations it comes from
        alive = []  # so that ids stay those of these tensors

        def note(op_type, inputs, attrs, outputs, op_name=None, graph=None):
            if graph is not None or not outputs:
                return
            kind = op_type.decode() if isinstance(op_type, bytes) else op_type
            comes_from = frozenset().union(*(behind.get(id(t), ()) for t in inputs))
            alive.extend(outputs)
            first = outputs[0]
            if getattr(first, "dtype", None) is not None and first.dtype.is_floating and kind not in ("ReadVariableOp", "Identity", "Const"):
                pairs = dict(zip(attrs[::2], attrs[1::2], strict=False)) if attrs else {}
                shown = {k: str(v) for k, v in pairs.items() if k in SHOWN_ATTRS}
                size = int(np.prod(first.shape.as_list(), dtype=np.int64))
                seen.append(Operation(kind, kind, _user_line(), shown, comes_from, first.numpy, lambda wanted: wanted == size))
                comes_from = frozenset({len(seen) - 1})
            behind.update({id(t): comes_from for t in outputs})

        eager = tf.config.functions_run_eagerly()
        tf.config.run_functions_eagerly(True)
        op_callbacks.add_op_callback(note)
        try:
            with self._replayed(draws):
                self._call(self._loss or self._forward, "loss", batch, True)
        finally:
            op_callbacks.remove_op_callback(note)
            tf.config.run_functions_eagerly(eager)
        return seen


class _Holder(tf.Module):
    def __init__(self, held):
        super().__init__()
        self.held = held


def _keys_in_file(prefix, root, names):
    """Variable name -> key in the checkpoint, by walking the file's object graph beside the live one; `names` has ids of variables."""
    graph = TrackableObjectGraph()
    graph.ParseFromString(tf.train.load_checkpoint(prefix).get_tensor("_CHECKPOINTABLE_OBJECT_GRAPH"))
    model = next(child.node_id for child in graph.nodes[0].children if child.local_name == "model")
    view = tf.train.TrackableView(root)
    found, seen, stack = {}, set(), [(model, root)]
    while stack:
        number, thing = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        node = graph.nodes[number]
        if id(thing) in names and node.attributes:
            found.setdefault(names[id(thing)], node.attributes[0].checkpoint_key)
        children = view.children(thing)
        stack += [(child.node_id, children[child.local_name]) for child in node.children if child.local_name in children]
    return found


def named_variables(model, optimizer=None) -> dict[str, tf.Variable]:
    """The variables of a model by name: a migrated module's TF1 names, Keras' paths, or attribute paths of a `tf.Module`."""
    if hasattr(model, "by_name"):
        return {n: v for n, v in model.by_name.items() if v.dtype != tf.string}
    own = {id(v) for v in (_list(optimizer.variables) if optimizer is not None and hasattr(optimizer, "variables") else [])}
    if hasattr(model, "compute_loss"):
        return {_unique(getattr(v, "path", v.name)): v for v in model.variables if "seed_generator" not in getattr(v, "path", v.name)}
    if isinstance(model, tf.Module):
        found = {}
        for path, variable in model._flatten(with_path=True, predicate=lambda x: isinstance(x, tf.Variable)):
            if id(variable) not in own and not any(str(p) in ("optimizer", "_optimizer") for p in path):
                found.setdefault(".".join(str(p) for p in path), variable)
        return found
    variables = _list(getattr(model, "variables", []))
    return dict(variables) if isinstance(variables, dict) else {_unique(v.name): v for v in variables}


def _list(variables):
    return variables() if callable(variables) else variables


def _unique(name):
    return name.split(":")[0]


def _dtype(variable):
    return variable.dtype if isinstance(variable.dtype, str) else variable.dtype.name


def _tensor_variable(variable):
    return variable if isinstance(variable, tf.Variable) else variable.value


def _parameters(function):
    target = getattr(function, "python_function", None) or function
    if hasattr(function, "call") and not inspect.isfunction(function) and not inspect.ismethod(function):
        target = function.call
    elif not inspect.isfunction(target) and not inspect.ismethod(target):
        target = target.__call__
    return inspect.signature(target).parameters


def _fitting(function, batch, training):
    """The arguments of the batch that `function` takes, and the ones it wants that aren't there."""
    parameters = _parameters(function)
    known = {**batch, "training": bool(batch.get("training", training))}
    taken, missing = {}, []
    positional = [p for p in parameters.values() if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name != "self"]
    for p in positional:
        if p.name in known:
            taken[p.name] = known[p.name]
        elif p.default is p.empty:
            missing.append(p.name)
    if missing == ["inputs"] and len([k for k in batch]) >= 1:  # Keras calls its one input "inputs"
        taken["inputs"] = batch["x"] if "x" in batch else next(iter(batch.values()))
        missing = []
    return {k: tf.constant(v) if isinstance(v, np.ndarray | np.generic | float) else v for k, v in taken.items()}, missing


def _as_dict(result):
    if isinstance(result, dict):
        return {k: np.asarray(v) for k, v in result.items()}
    if isinstance(result, list | tuple):
        return {f"output_{i}": np.asarray(v) for i, v in enumerate(result)}
    return {"output": np.asarray(result)}


def _kernel_slot(slot, optimizer):
    kind = type(optimizer).__name__.lower()
    if slot == "momentum":
        return "mom" if "rms" in kind else "accum"
    return _SLOT_WORDS.get(slot, slot)


def _user_line():
    """The innermost line outside TensorFlow, Keras and this package."""
    for frame in reversed(traceback.extract_stack(limit=60)):
        path = frame.filename
        if "site-packages" not in path and not any(own in path for own in OURS):
            return f"{os.path.basename(path)}:{frame.lineno} ({frame.line})"
    return ""
