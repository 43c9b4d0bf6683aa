"""Keras layers for the nodes of a TF1 graph, one after the other."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from graphnotes.migrate import keras_recurrent, patterns
from graphnotes.migrate.cells import Unfit
from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.keras_arithmetic import Arithmetic
from graphnotes.migrate.module import LegacyModule
from graphnotes.migrate.recurrence import recurrent

_ACTIVATIONS = {
    "Relu": "relu",
    "Relu6": "relu6",
    "Elu": "elu",
    "Selu": "selu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
}
_LINEAR = ("MatMul", "Conv2D", "DepthwiseConv2dNative")
_TO_LAST, _TO_FIRST = [0, 2, 3, 1], [0, 3, 1, 2]


class Builder(Arithmetic):
    """Converts tensors of `model`'s graph on demand (`layer_of`), noting what it can't in `problems` and weights to be set in `weights`."""

    def __init__(self, model, keras, settings):
        self.model, self.keras, self.layers = model, keras, keras.layers
        self.settings = {k if ":" in k else f"{k}:0": v for k, v in settings.items()}
        self.made = {}
        self.problems: list[str] = []
        self.weights: list[tuple] = []
        self.rates: list[tuple[tf.Tensor, bool]] = []
        self.lengths: list[tf.Tensor] = []
        self.users: dict[str, tuple] = {}  # variable -> the one layer that has it, with its settings
        self.demands: dict[tuple, set[str]] = {}
        self.runs, self.results = [], []  # calls of recurrent layers, and what they gave
        self.turned: dict[int, tuple] = {}  # id of a transposed Keras tensor -> it, its source and the permutation
        self.values = {v.node: v.value for v in model.variables.values()}
        self.frozen = {v.node for v in model.variables.values() if not v.trainable}
        self.module = LegacyModule(model)

    def convert(self, target, inputs):
        """The Keras tensor for `target`, once `made` has those for `inputs`."""
        self.demands = keras_recurrent.demands(target, inputs)
        return self.layer_of(target)

    def weight(self, node):
        """The value of a variable or constant."""
        if isinstance(node, tf.Tensor):
            node = patterns.weight_node(node)
        if node in self.values:
            return np.asarray(self.values[node])
        return tf.get_static_value(self.model.graph.get_operation_by_name(node).outputs[0])

    def shared(self, layer, nodes, weights):
        """`layer`, or the equal one that has these variables already: where TF1 used a variable twice, so does Keras.

        Raises:
          Unfit: another kind of layer has one of them.
        """
        about = (type(layer), {k: v for k, v in layer.get_config().items() if k != "name"}, nodes)
        for node in nodes:
            if node in self.users and self.users[node][0] != about and node in self.values:
                raise Unfit(f"the variable {node} is used in two kinds of layers")
        held = next((self.users[n][1] for n in nodes if n in self.users and self.users[n][0] == about), None)
        if held is not None:
            return held
        self.users |= dict.fromkeys(nodes, (about, layer))
        layer.trainable = not nodes or not all(n in self.frozen for n in nodes)
        self.weights.append((layer, weights))
        return layer

    def layer_of(self, tensor):
        """The Keras tensor for a tensor of the graph (None after a problem)."""
        if tensor.ref() not in self.made:
            try:
                self.made[tensor.ref()] = self._convert(tensor)
            except (Unfit, TypeError, ValueError, NotImplementedError, tf.errors.OpError) as error:
                said = str(error).strip().splitlines()
                self.made[tensor.ref()] = self._problem(tensor.op, said[0] if said else type(error).__name__)
        return self.made[tensor.ref()]

    def _convert(self, tensor):
        op = tensor.op
        for find, build in (
            (patterns.dropout, lambda found: self._then(found.x, lambda t: self.dropped(found, t))),
            (patterns.batch_norm, self._batch_norm),
            (recurrent, lambda found: keras_recurrent.build(self, found)),
        ):
            found = find(op)
            if found is not None:
                return build(found)
        if op.type in _ACTIVATIONS:
            apply = self.layers.Activation(tf.nn.log_softmax if op.type == "LogSoftmax" and not hasattr(self.keras, "ops") else _ACTIVATIONS[op.type])
            return self._then(op.inputs[0], apply if "Softmax" in op.type else lambda t: self.elementwise(t, apply))
        build = getattr(self, f"_{op.type.lower()}", None) or self.arithmetic(op.type)
        return self._problem(op) if build is None else build(op)

    def _problem(self, op, why="no Keras layer recognised"):
        self.problems.append(f"{op.name} ({op.type}): {why}")

    def _then(self, tensor, build):
        x = self.layer_of(tensor)
        return None if x is None else build(x)

    # -- transposition

    def turn(self, x, perm):
        """`x` transposed; what was turned there and back is what it was."""
        perm = [int(p) for p in perm]
        _, source, before = self.turned.get(id(x), (x, x, list(range(len(perm)))))
        perm = [before[p] for p in perm]
        if perm == list(range(len(perm))):
            return source
        if perm[0] == 0:
            result = self.layers.Permute(perm[1:])(source)
        else:
            result = (self.keras.ops.transpose if hasattr(self.keras, "ops") else tf.transpose)(source, perm)
        self.turned[id(result)] = (result, source, perm)
        return result

    def elementwise(self, x, apply):
        """`apply` (which treats all elements alike) to `x`, before its transposition so that that may cancel out later."""
        if id(x) not in self.turned:
            return apply(x)
        _, source, perm = self.turned[id(x)]
        return self.turn(apply(source), perm)

    def _channels_last(self, x, first, apply):
        """`apply` a layer for NHWC, also to an NCHW tensor: Keras can't train such layers on every processor."""
        return self.turn(apply(self.turn(x, _TO_LAST)), _TO_FIRST) if first else apply(x)

    def _transpose(self, op):
        perm = tf.get_static_value(op.inputs[1])
        if perm is None and op.inputs[0].op.type == "TensorArrayGatherV3":
            perm = [1, 0, 2]
        if perm is None:
            return self._problem(op, "a transposition that isn't known beforehand")
        return self._then(op.inputs[0], lambda t: self.turn(t, perm))

    # -- dense and convolution, with or without bias

    def _add(self, op):
        a, b = op.inputs
        for x, bias in ((a, b), (b, a)):
            if patterns.weight_node(bias) and bias.shape.rank == 1 and x.op.type in _LINEAR and (op.type == "BiasAdd" or not _channels_first(x.op)):
                return getattr(self, f"_{x.op.type.lower()}")(x.op, bias)
            if patterns.weight_node(bias) and bias.shape.rank == 1 and x.op.type == "Squeeze" and x.op.inputs[0].op.type == "Conv2D":  # conv1d
                return self._squeezed(x.op, self._conv2d(x.op.inputs[0].op, bias))
            if patterns.weight_node(bias) and bias.shape.rank == 1 and (dense := _dense_over_time(x.op)) is not None:
                return self._dense(dense[0], dense[1], False, bias)
        return self._combine(op)

    _addv2 = _biasadd = _add

    def _with_bias(self, layer, kernel, kernel_value, bias):
        nodes = [patterns.weight_node(kernel)] + ([] if bias is None else [patterns.weight_node(bias)])
        return self.shared(layer, nodes, [kernel_value] + ([] if bias is None else [self.weight(bias)]))

    def _dense(self, x, w, transposed, bias):
        kernel = self.weight(w).T if transposed else self.weight(w)
        layer = self._with_bias(self.layers.Dense(kernel.shape[1], use_bias=bias is not None), w, kernel, bias)
        return self._then(x, layer)

    def _matmul(self, op, bias=None):
        x, w = op.inputs
        if not patterns.weight_node(w) or op.get_attr("transpose_a"):
            return self._problem(op, "a product of two computed tensors")
        return self._dense(x, w, op.get_attr("transpose_b"), bias)

    def _conv2d(self, op, bias=None):
        x, w = op.inputs
        first, depth = _channels_first(op), op.type.startswith("Depthwise")
        flat = _conv1d_filters(w)
        if not patterns.weight_node(flat if flat is not None else w):
            return self._problem(op, "a convolution with computed filters")
        kernel, place = self.weight(w) if flat is None else self.weight(flat)[None], slice(2, 4) if first else slice(1, 3)
        w = w if flat is None else flat
        settings = {"strides": op.get_attr("strides")[place], "dilation_rate": op.get_attr("dilations")[place], "use_bias": bias is not None}
        padding, edges = op.get_attr("padding").decode().lower(), None
        if padding == "explicit":
            sides = op.get_attr("explicit_paddings")
            edges, padding = [sides[2 * k : 2 * k + 2] for k in range(*place.indices(4))], "valid"
        if depth:
            layer = self.layers.DepthwiseConv2D(kernel.shape[:2], padding=padding, depth_multiplier=kernel.shape[3], **settings)
        else:
            layer = self.layers.Conv2D(kernel.shape[3], kernel.shape[:2], padding=padding, **settings)
        layer = self._with_bias(layer, w, kernel, bias)
        return self._then(x, lambda t: self._channels_last(t, first, lambda u: layer(u if edges is None else self.layers.ZeroPadding2D(edges)(u))))

    _depthwiseconv2dnative = _conv2d

    # -- layers with a pattern of their own

    def dropped(self, found, x):
        """`x` through a Dropout layer of the rate that the graph has, or that `settings` give it."""
        if found.guarded:
            value = tf.get_static_value(found.rate)
            if value is None:
                return self._problem(found.rate.op, "a dropout rate that isn't a constant, inside a condition")
            return self.layers.Dropout(float(1 - value if found.kept else value))(x)
        rate, kept = _root(found.rate, found.kept)
        feeds = {f"setting_{i}": name for i, name in enumerate(self.settings)}
        try:
            function = self.module.function(feeds, rate)
        except CannotMigrate as error:
            self.problems += [f"{p}; give its training value in settings" for p in error.parts]
            return None
        value = float(function(*(tf.constant(v, self.model.tensor(n).dtype) for n, v in self.settings.items())))
        self.rates.append((rate, kept))
        return self.elementwise(x, self.layers.Dropout(round(1 - value, 7) if kept else value))

    def _batch_norm(self, found):
        nodes = [patterns.weight_node(t) for t in (found.gamma, found.beta) if t is not None]
        layer = self.layers.BatchNormalization(
            momentum=self._momentum(found.mean), epsilon=found.epsilon, center=found.beta is not None, scale=found.gamma is not None
        )
        layer = self.shared(layer, [*nodes, found.mean, found.variance], [self.weight(n) for n in (*nodes, found.mean, found.variance)])
        return self._then(found.x, lambda t: self._channels_last(t, found.channels_first, layer))

    def _momentum(self, node):
        """One minus the constant the moving mean's update multiplies with; Keras' default where there is no update."""
        variable = self.model.graph.get_operation_by_name(node)
        for op in self.model.graph.get_operations():
            if op.type in ("AssignSub", "AssignSubVariableOp") and op.inputs[0].op is variable and op.inputs[1].op.type == "Mul":
                for factor in op.inputs[1].op.inputs:
                    value = tf.get_static_value(factor)
                    if value is not None:
                        return 1 - float(value)
        return 0.99

    def _gatherv2(self, op):
        table, ids, axis = op.inputs
        if not patterns.weight_node(table) or tf.get_static_value(axis) != 0:
            return self._problem(op, "a gather that isn't an embedding lookup")
        return self._embedding(patterns.weight_node(table), ids)

    def _resourcegather(self, op):
        return self._embedding(op.inputs[0].op.name, op.inputs[1])

    def _embedding(self, node, ids):
        values = self.weight(node)
        return self._then(ids, self.shared(self.layers.Embedding(*values.shape), [node], [values]))

    def _onehot(self, op):
        depth, on, off = (tf.get_static_value(t) for t in op.inputs[1:])
        if depth is None or (on, off) != (1, 0) or op.get_attr("axis") != -1:
            return self._problem(op, "one-hot vectors that aren't ones and zeros along the last axis, or whose length isn't known beforehand")
        return self._then(op.inputs[0], lambda t: self.operation("one_hot", t, int(depth)))

    # -- moving values about

    def _identity(self, op):
        return self.layer_of(op.inputs[0])

    _stopgradient = _checknumerics = _identity

    def _cast(self, op):
        if not (op.inputs[0].dtype.is_integer and op.outputs[0].dtype.is_integer):
            if op.inputs[0].dtype.is_floating or op.inputs[0].dtype.is_integer:
                return self._then(op.inputs[0], lambda t: self.operation("cast", t, dtype=op.outputs[0].dtype.name))
            return self._problem(op, "a conversion of numbers between dtypes")
        return self.layer_of(op.inputs[0])

    def _reversev2(self, op):
        axes = tf.get_static_value(op.inputs[1])
        if axes is None or any(axis % op.inputs[0].shape.rank == 0 for axis in patterns.flat_int(axes)):
            return self._problem(op, "turned round along the batch, or along an axis that isn't known beforehand")
        flip = self.keras.ops.flip if hasattr(self.keras, "ops") else tf.reverse
        return self._then(op.inputs[0], lambda t: flip(t, patterns.flat_int(axes)))

    def _reversesequence(self, op):
        axes = op.get_attr("seq_dim"), op.get_attr("batch_dim")
        if op.inputs[0].shape.rank != 3 or axes not in ((1, 0), (0, 1)):
            return self._problem(op, "turned round within sequences that aren't [batch, time, features]")
        x, lengths = self.layer_of(op.inputs[0]), self.layer_of(op.inputs[1])
        if x is None or lengths is None:
            return None
        self.lengths.append(op.inputs[1])
        if axes == (1, 0):
            return keras_recurrent.reversed_within(self.keras, x, lengths)
        return self.turn(keras_recurrent.reversed_within(self.keras, self.turn(x, [1, 0, 2]), lengths), [1, 0, 2])

    def _pool(self, op, layer):
        first = _channels_first(op)
        place = slice(2, 4) if first else slice(1, 3)
        made = layer(op.get_attr("ksize")[place], op.get_attr("strides")[place], op.get_attr("padding").decode().lower())
        return self._then(op.inputs[0], lambda t: self._channels_last(t, first, made))

    def _maxpool(self, op):
        return self._pool(op, self.layers.MaxPooling2D)

    def _avgpool(self, op):
        return self._pool(op, self.layers.AveragePooling2D)

    def _pad(self, op):
        edges = tf.get_static_value(op.inputs[1])
        if edges is None or len(edges) != 4 or edges[[0, 3]].any():
            return self._problem(op, "padding that isn't that of a picture's height and width")
        return self._then(op.inputs[0], self.layers.ZeroPadding2D([[int(n) for n in side] for side in edges[1:3]]))

    def _reshape(self, op):
        dense = _dense_over_time(op)
        if dense is not None:
            return self._dense(dense[0], dense[1], False, None)
        before, shape = op.inputs[0].shape, op.outputs[0].shape
        if shape.rank is None or not shape[1:].is_fully_defined():
            return self._problem(op, f"to a shape that isn't known beforehand ({shape})")
        sizes = shape[1:].as_list()
        if before.rank is not None and before[1:].is_fully_defined() and before[1:].num_elements() == shape[1:].num_elements():
            return self._then(op.inputs[0], self.layers.Reshape(sizes))
        return self._then(op.inputs[0], lambda t: self.operation("reshape", t, [-1, *sizes]))

    def _expanddims(self, op):
        axis = tf.get_static_value(op.inputs[1])
        if op.outputs[0].shape[1:].is_fully_defined() or axis is None:
            return self._reshape(op)
        return self._then(op.inputs[0], lambda t: self.operation("expand_dims", t, int(axis)))

    def _squeeze(self, op):
        return self._squeezed(op, self.layer_of(op.inputs[0]))

    def _squeezed(self, op, x):
        if x is None:
            return None
        axes = [axis % op.inputs[0].shape.rank for axis in op.get_attr("squeeze_dims")]
        shape = op.outputs[0].shape
        if 0 in axes or (not axes and not shape[1:].is_fully_defined()):
            return self._problem(op, "axes of size one that aren't known beforehand, or the batch's")
        if shape[1:].is_fully_defined():
            return self.layers.Reshape(shape[1:].as_list())(x)
        return self.operation("squeeze", x, axes if len(axes) > 1 else axes[0])

    def _stridedslice(self, op):
        begin, end, step = (tf.get_static_value(t) for t in op.inputs[1:4])
        masks = {m: op.get_attr(m) for m in ("begin_mask", "end_mask", "shrink_axis_mask", "ellipsis_mask", "new_axis_mask")}
        source = self.layer_of(op.inputs[0])
        if source is None:
            return None
        batch_elsewhere = id(source) in self.turned and self.turned[id(source)][2][0] != 0
        whole = masks["begin_mask"] & masks["end_mask"] & 1
        if begin is None or masks["ellipsis_mask"] or masks["new_axis_mask"] or not (whole or batch_elsewhere):
            return self._problem(op, "a slice that isn't like x[:, k]")
        index = []
        for k in range(len(begin)):
            if masks["shrink_axis_mask"] >> k & 1:
                index.append(int(begin[k]))
            else:
                low = None if masks["begin_mask"] >> k & 1 else int(begin[k])
                high = None if masks["end_mask"] >> k & 1 else int(end[k])
                index.append(slice(low, high, int(step[k])))
        return source[tuple(index)]

    def _concatv2(self, op):
        axis = tf.get_static_value(op.inputs[-1])
        parts = [self.layer_of(t) for t in op.inputs[:-1]]
        return None if any(p is None for p in parts) else self.layers.Concatenate(int(axis))(parts)

    def _leakyrelu(self, op):
        alpha = op.get_attr("alpha")
        return self._then(op.inputs[0], lambda t: self.elementwise(t, self.layers.LeakyReLU(alpha)))


def _channels_first(op) -> bool:
    return op.node_def.attr["data_format"].s == b"NCHW"


def _conv1d_filters(tensor):
    """The variable [width, in, out] that a one-dimensional convolution gave a height of one, or None."""
    op = tensor.op
    return op.inputs[0] if op.type == "ExpandDims" and tf.get_static_value(op.inputs[1]) == 0 and op.inputs[0].shape.rank == 3 else None


def _root(rate, kept):
    """The tensor a dropout rate comes from (`1 - keep_prob`, a loop's Enter), and whether that one says how many stay."""
    op = rate.op
    while True:
        if op.type in ("Identity", "Enter"):
            rate = op.inputs[0]
        elif op.type == "Sub" and tf.get_static_value(op.inputs[0]) == 1.0:
            rate, kept = op.inputs[1], not kept
        else:
            return rate, kept
        op = rate.op


def _dense_over_time(op):
    """(x, kernel) where `tensordot` flattened x, multiplied it and gave it its axes back: a dense layer on the last axis."""
    if op.type != "Reshape" or op.inputs[0].op.type != "MatMul":
        return None
    flat, kernel = op.inputs[0].op.inputs
    kernel = _unmoved(kernel)
    if flat.op.type != "Reshape" or not patterns.weight_node(kernel) or any(op.inputs[0].op.get_attr(f"transpose_{side}") for side in "ab"):
        return None
    x, shape = _unmoved(flat.op.inputs[0]), op.outputs[0].shape
    same = x.shape.rank is not None and x.shape.rank > 2 and shape.rank == x.shape.rank and shape[:-1].is_compatible_with(x.shape[:-1])
    return (x, kernel) if same and x.shape[-1] == kernel.shape[0] else None


def _unmoved(tensor):
    """Past transpositions and reshapings that change nothing, as `tensordot` writes them."""
    while tensor.op.type in ("Transpose", "Reshape"):
        before, how = tensor.op.inputs
        how = tf.get_static_value(how)
        if tensor.op.type == "Transpose" and (how is None or list(how) != list(range(len(how)))):
            return tensor
        if tensor.op.type == "Reshape" and not (before.shape.is_fully_defined() and before.shape == tensor.shape):
            return tensor
        tensor = before
    return tensor
