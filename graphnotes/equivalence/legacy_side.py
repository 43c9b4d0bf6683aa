"""A TF1 program as one side of the ladder: its graph runs in a session of its own."""

from __future__ import annotations

import functools
import math
import os

import numpy as np
import tensorflow as tf

import graphnotes
from graphnotes.equivalence.float64 import in_double
from graphnotes.equivalence.random_replay import FAMILIES, Misaligned
from graphnotes.equivalence.random_taps import RandomTaps
from graphnotes.equivalence.side import Draws, NotAvailable, Operation, Side, Variable
from graphnotes.migrate.names import argument_name, tensor_name
from graphnotes.migrate.reference_variables import HANDLES, VARIABLES
from graphnotes.migrate.source import open_legacy

v1 = tf.compat.v1
# arguments of the update kernels that are slots, by their names there
SLOT_ARGUMENTS = ("accum", "accum_update", "linear", "ms", "mom", "mg", "m", "v", "vhat", "gradient_accumulator", "gradient_squared_accumulator")
POWERS = ("beta1_power", "beta2_power")
# scalar arguments of the update kernels
SETTINGS = ("lr", "alpha", "beta1", "beta2", "epsilon", "momentum", "rho", "l1", "l2", "lr_power", "l2_shrinkage")


class LegacySide(Side):
    """A TF1 graph with its variables' values.

    Arguments:
      source: anything `graphnotes.migrate.open_legacy` takes.
      feeds: argument name -> placeholder (or list of placeholders), as the other side calls them.
      outputs: output name -> tensor, or one tensor.
      loss: the scalar loss tensor; train_op: the operation that trains; metric: a scalar tensor.
      config: the session's `ConfigProto`. double: run in float64 (a control for the noise floor).
    """

    def __init__(self, source, feeds, outputs=None, loss=None, train_op=None, metric=None, config=None, double=False, origin=None):
        self.model = open_legacy(source)
        self.origin = origin or self.model.origin
        self._given = {"feeds": feeds, "outputs": outputs, "loss": loss, "train_op": train_op, "metric": metric}
        meta = meta_graph(self.model.graph)
        self._taps = RandomTaps(self.model.graph)
        self._taps.insert(meta)
        self.double = double
        with tf.Graph().as_default() as self.graph:
            v1.train.import_meta_graph(in_double(meta) if double else meta, clear_devices=True)
        element = self._element
        if isinstance(feeds, dict):
            self.feeds = {name: element(t) for name, t in feeds.items()}
        else:
            self.feeds = {argument_name(tensor_name(t)): element(t) for t in feeds}
        if outputs is not None and not isinstance(outputs, dict):
            outputs = {"output": outputs}
        self.outputs = {name: element(t) for name, t in (outputs or {}).items()}
        self.loss, self.train_op, self.metric_tensor = (element(t) if t is not None else None for t in (loss, train_op, metric))
        self._updates = self._find_updates()
        self._classify()
        with graphnotes.legacy_graphs(), self.graph.as_default():
            self._build_access()
        self.session = v1.Session(graph=self.graph, config=config)
        self._initial = {n: v.value for n, v in self.model.variables.items() if v.value is not None}
        self.reset()
        tables = self.graph.get_collection(v1.GraphKeys.TABLE_INITIALIZERS)
        if tables:
            self.session.run(tables)

    def control(self, config=None, double=False) -> LegacySide:
        """The same program under other conditions."""
        return LegacySide(self.model, **self._given, config=config, double=double, origin=self.origin)

    def _element(self, thing):
        name = tensor_name(thing)
        try:
            found = self.graph.as_graph_element(name)
        except (KeyError, ValueError) as error:
            raise KeyError(f"{self.origin} has no tensor or operation {name!r}") from error
        return found

    # -- what the graph consists of

    def _find_updates(self):
        """weight node -> the update op (ApplyAdam ...) that trains it."""
        if self.train_op is None:
            return {}
        updates = {}
        for op in _needed([self.train_op]):
            kind = op.type.removeprefix("Resource").removeprefix("Sparse")
            if kind.startswith("Apply"):
                updates[_variable_behind(op.inputs[0])] = op
        return updates

    def _classify(self):
        by_node = {v.node: v for v in self.model.variables.values()}
        helpers = set()
        for op in self._updates.values():
            for arg, tensor in _arguments(op).items():
                if arg in SLOT_ARGUMENTS or arg in POWERS:
                    helpers.add(_variable_behind(tensor))
        used = set()
        for op in _needed([*self.outputs.values(), *([self.loss] if self.loss is not None else [])]):
            used.add(op.name)
        self._kinds = {}
        for node, variable in by_node.items():
            if variable.trainable:
                kind = "weight"
            elif node in used and node not in helpers:
                kind = "state"
            else:
                kind = "other"
            self._kinds[variable.name] = kind

    def arguments(self):
        return set(self.feeds)

    def as_fed(self, batch):
        own = {n: t.dtype.base_dtype.as_numpy_dtype for n, t in self.feeds.items() if t.dtype != tf.string}
        return {n: np.asarray(v, own[n]) if n in own and not self.double else v for n, v in batch.items()}

    def variables(self):
        return {
            name: Variable(name, tuple(v.shape.as_list()), v.dtype.name, self._kinds[name])
            for name, v in self.model.variables.items()
            if v.shape.is_fully_defined()
        }

    def _build_access(self):
        """Nodes of our own, in our copy of the graph, to read and set each variable."""
        self._reads, self._sets = {}, {}
        for name, variable in self.model.variables.items():
            op = self.graph.get_operation_by_name(variable.node)
            dtype = tf.as_dtype(op.get_attr("dtype"))
            value = v1.placeholder(dtype, variable.shape)
            if op.type in HANDLES:
                self._reads[name] = tf.raw_ops.ReadVariableOp(resource=op.outputs[0], dtype=dtype)
                tf.raw_ops.AssignVariableOp(resource=op.outputs[0], value=value)
                assign = self.graph.get_operations()[-1]
            else:
                self._reads[name] = op.outputs[0]
                assign = v1.assign(op.outputs[0], value, validate_shape=False).op
            self._sets[name] = (assign, value)
        self._gradients = None
        if self.loss is not None:
            weights = [n for n, kind in self._kinds.items() if kind == "weight"]
            nodes = [self.graph.get_operation_by_name(self.model.variables[n].node) for n in weights]
            with v1.variable_scope("", use_resource=False):
                found = v1.gradients(self.loss, [_read_of(op) for op in nodes])
            dense = [tf.convert_to_tensor(g) if g is not None else None for g in found]
            self._gradients = dict(zip(weights, dense, strict=True))

    # -- values

    def reset(self):
        self._set(self._initial)

    def _set(self, values):
        feed = {self._sets[name][1]: self._cast(value, self._sets[name][1]) for name, value in values.items()}
        self.session.run([self._sets[name][0] for name in values], feed)

    def _cast(self, value, tensor):
        return np.asarray(value).astype(tensor.dtype.base_dtype.as_numpy_dtype) if np.asarray(value).dtype.kind == "f" else value

    def read(self):
        kept = {n: t for n, t in self._reads.items() if self._kinds[n] != "other" and n in self._initial}
        return self.session.run(kept) if kept else {}

    def load(self, values):
        self._set(values)

    # -- runs

    def _feed(self, batch, targets):
        needed = {op.name for op in _needed(targets)}
        feed = {}
        for name, tensor in self.feeds.items():
            if tensor.op.name not in needed:
                continue
            if name not in batch:
                if tensor.op.type == "PlaceholderWithDefault":
                    continue
                raise NotAvailable(f"{self.origin}: the batch has no {name!r} to feed {tensor.name}; it has {sorted(batch)}")
            feed[tensor] = self._cast(batch[name], tensor)
        return feed

    def _random(self, targets):
        return [op for op in _needed(targets) if op.type in FAMILIES]

    def _replayed(self, random, draws):
        """What to feed outside of loops and conditions; what is drawn inside is handed to the taps."""
        if draws is None:
            self._taps.begin(None)
            return {}
        sites = getattr(draws, "sites", None)
        if sites is None:
            sites = range(len(draws))
        if (len(draws) != len(random) and not self._taps.ops) or any(site >= len(random) for site in sites):
            raise Misaligned(f"random draws don't align: {len(draws)} recorded, {self.origin} has {len(random)} random ops")
        feed, given = {}, {name: [] for name in self._taps.ops}
        for site, value in zip(sites, draws, strict=True):
            if random[site].name in given:
                given[random[site].name].append(np.asarray(value))
            else:
                feed[random[site].outputs[0]] = self._cast(value, random[site].outputs[0])
        self._taps.begin(given)
        return feed

    def _run(self, fetches, batch, draws, more=None, random=None):
        targets = tf.nest.flatten(fetches)
        feed = self._feed(batch, targets)
        noted = self._random(targets) if random is None else []
        random = noted if random is None else random
        feed |= self._replayed(random, draws) | (more or {})
        outside = [op.outputs[0] for op in noted if op.name not in self._taps.ops]
        try:
            values, drawn = self.session.run([fetches, outside], feed)
        except tf.errors.OpError as error:
            if self._taps.misaligned:
                raise Misaligned(self._taps.misaligned) from error
            raise
        numbers = {op.name: number for number, op in enumerate(random)}
        events = [(numbers[t.op.name], 0, numbers[t.op.name], value) for t, value in zip(outside, drawn, strict=True)]
        events = sorted(events + self._taps.events(numbers), key=lambda event: event[:3])
        return values, Draws([event[3] for event in events], [event[2] for event in events])

    def forward(self, batch, training, draws=None):
        if not self.outputs:
            raise NotAvailable(f"{self.origin}: no outputs were named")
        return self._run(self.outputs, batch, draws)

    def loss_and_gradients(self, batch, draws=None):
        if self.loss is None:
            raise NotAvailable(f"{self.origin}: no loss was named")
        known = {n: g for n, g in self._gradients.items() if g is not None}
        (loss, gradients), drawn = self._run([self.loss, known], batch, draws)
        return float(np.mean(loss)), gradients, drawn

    def apply(self, gradients, batch):
        if not self._updates:
            raise NotAvailable(f"{self.origin}: its training step has no update kernels (ApplyAdam ...) to give gradients to")
        feed = {}
        for name, gradient in gradients.items():
            op = self._updates.get(self.model.variables[name].node)
            if op is None:
                raise NotAvailable(f"{self.origin}: {name} is updated by several ops (sparse gradients), not by one kernel")
            arguments = _arguments(op)
            target = arguments["grad"] if "grad" in arguments else arguments["delta"]  # ApplyGradientDescent calls it delta
            feed[target] = self._cast(gradient, target)
            if "indices" in arguments:
                feed[arguments["indices"]] = np.arange(len(gradient), dtype=arguments["indices"].dtype.as_numpy_dtype)
        feed |= self._nudged(batch)
        cut = {t.ref() for t in feed}
        needed = _needed([self.train_op], cut)
        for op in needed:
            for tensor in self.feeds.values():
                if tensor.op is op:
                    name = next(n for n, t in self.feeds.items() if t is tensor)
                    if name in batch:
                        feed[tensor] = self._cast(batch[name], tensor)
        self._taps.begin(None)
        self.session.run(self.train_op, feed)

    def _nudged(self, batch):
        """Values for the optimizer's settings, one float further than they are."""
        if not self.nudge:
            return {}
        settings = {t.ref(): t for op in self._updates.values() for arg, t in _arguments(op).items() if arg in SETTINGS}
        tensors = list(settings.values())
        feed = self._feed(batch, tensors)
        return {t: np.nextafter(v, np.asarray(self.nudge * np.inf, v.dtype)) for t, v in zip(tensors, self.session.run(tensors, feed), strict=True)}

    def slots(self):
        tensors = {}
        for node, op in self._updates.items():
            name = next(v.name for v in self.model.variables.values() if v.node == node)
            for arg, tensor in _arguments(op).items():
                if arg in SLOT_ARGUMENTS:
                    slot = next(v.name for v in self.model.variables.values() if v.node == _variable_behind(tensor))
                    tensors[f"{name}/{arg}"] = self._reads[slot]
        return self.session.run(tensors) if tensors else {}

    def train_step(self, batch, draws=None):
        if self.train_op is None:
            raise NotAvailable(f"{self.origin}: no train_op was named")
        if self.loss is None:
            raise NotAvailable(f"{self.origin}: no loss was named")
        (_, loss), drawn = self._run([self.train_op, self.loss], batch, draws, self._nudged(batch))
        return float(np.mean(loss)), drawn

    def metric(self, batch):
        if self.metric_tensor is None:
            raise NotAvailable(f"{self.origin}: no metric was named")
        return float(self._run(self.metric_tensor, batch, None)[0])

    def save(self, prefix):
        names = [n for n, kind in self._kinds.items() if kind != "other" and n in self._initial]
        with self.graph.as_default():
            if not hasattr(self, "_saver"):
                path = v1.placeholder_with_default(prefix, [])
                tensors = [tf.identity(self._reads[n]) for n in names]
                self._saver = (path, tf.raw_ops.SaveV2(prefix=path, tensor_names=names, shape_and_slices=[""] * len(names), tensors=tensors))
        path, save = self._saver
        os.makedirs(os.path.dirname(prefix), exist_ok=True)
        self.session.run(save, {path: prefix})
        return {n: n for n in names}

    def restore(self, prefix, keys):
        with self.graph.as_default():
            dtypes = [self._sets[n][1].dtype for n in keys]
            restored = tf.raw_ops.RestoreV2(prefix=prefix, tensor_names=list(keys.values()), shape_and_slices=[""] * len(keys), dtypes=dtypes)
        self._set(dict(zip(keys, self.session.run(restored), strict=True)))

    def operations(self, batch, draws=None):
        target = self.loss if self.loss is not None else next(iter(self.outputs.values()), None)
        if target is None:
            raise NotAvailable(f"{self.origin}: neither loss nor outputs were named")
        whole = _needed([target, *self.outputs.values()])
        ops = [
            op
            for op in whole
            if op.outputs and op.outputs[0].dtype.base_dtype.is_floating and op.type not in (*VARIABLES, "Const") and not _inside_loop(op)
        ]
        numbers = {op: number for number, op in enumerate(ops)}
        behind: dict[tf.Operation, frozenset[int]] = {}

        def before(op):
            """The noted operations `op` depends on, looking through those that aren't."""
            found = set()
            for earlier in {t.op for t in op.inputs}:
                found |= {numbers[earlier]} if earlier in numbers else behind.get(earlier, frozenset())
            return frozenset(found)

        for op in whole:
            behind[op] = before(op)

        gradients = [g for g in (self._gradients or {}).values() if g is not None]
        random = self._random([self.loss, *gradients] if self.loss is not None else list(self.outputs.values()))  # as when `draws` were noted

        def asking(op):
            return lambda: self._run([op.outputs[0]], batch, draws, None, random)[0][0]

        return [
            Operation(
                op.type,
                op.name,
                op.name,
                {k: str(op.get_attr(k)) for k in op.node_def.attr if k in SHOWN_ATTRS},
                behind[op],
                asking(op),
                functools.partial(_may_have, op.outputs[0].shape),
            )
            for op in ops
        ]


def _may_have(shape, size):
    """Can a tensor of this static shape have `size` elements?"""
    if shape.rank is None:
        return True
    known = math.prod(d for d in shape.as_list() if d is not None)
    return size == known if shape.is_fully_defined() else known > 0 and size % known == 0


SHOWN_ATTRS = ("padding", "strides", "ksize", "data_format", "dilations", "epsilon", "is_training", "transpose_a", "transpose_b", "alpha", "keep_dims")


def meta_graph(graph: tf.Graph) -> v1.MetaGraphDef:
    """The graph with its collections and loop contexts."""
    with graph.as_default():
        return v1.train.export_meta_graph(graph=graph, clear_devices=True)


def _needed(fetches, cut=frozenset()):
    seen, stack = set(), [f.op if isinstance(f, tf.Tensor) else f for f in fetches]
    while stack:
        op = stack.pop()
        if op in seen:
            continue
        seen.add(op)
        stack += [t.op for t in op.inputs if t.ref() not in cut] + list(op.control_inputs)
    return sorted(seen, key=lambda op: op._id)


def _arguments(op):
    """Input tensors of a kernel by argument name."""
    return {arg.name: tensor for arg, tensor in zip(op.op_def.input_arg, op.inputs, strict=False)}


def _variable_behind(tensor):
    op = tensor.op
    while op.type in ("Enter", "RefEnter", "Identity", "ReadVariableOp", "Switch", "RefSwitch"):
        op = op.inputs[0].op
    return op.name


def _read_of(op):
    """What a gradient with respect to a variable is taken of: the reference, or the resource handle."""
    return op.outputs[0]


def _inside_loop(op):
    return op._get_control_flow_context() is not None

