"""A TF1 graph of recognised layers as a functional Keras model."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from graphnotes.migrate import patterns
from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.function import named
from graphnotes.migrate.module import LegacyModule
from graphnotes.migrate.source import open_legacy

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
}
ROUNDING = 1e-5  # of the largest output: Keras' layers sum in another order


def to_keras(source, inputs, output, settings: dict | None = None, keras=None, checkpoint: str | None = None):
    """A functional Keras model that computes tensor `output` from `inputs`, with the weights of the TF1 model in `source`.

    Recognised are dense, convolution and pooling layers, activations, dropout, batch norm, embedding, `dynamic_rnn` (also with sequence
    lengths, and in both directions) over BasicLSTMCell and GRUCell, reshaping, adding, multiplying and concatenating. The model is run against the graph on random inputs
    before it is returned.

    Arguments:
      inputs: the placeholder (or a list or dict of them) that become the model's inputs.
      settings: training-mode values of other placeholders, such as `{"keep_prob:0": 0.5}`: they fix the rate of a Dropout layer.
      keras: `tf.keras` by default; `tf_keras` works as well.

    Raises:
      CannotMigrate: naming each part that isn't a recognised layer, or saying that the two compute different outputs.
    """
    keras = keras or tf.keras
    model = open_legacy(source, checkpoint)
    builder = _Builder(model, keras, settings or {})
    feeds = {name: model.tensor(t if isinstance(t, str) else t.name) for name, t in named(inputs).items()}
    for name, tensor in feeds.items():
        builder.made[tensor.ref()] = keras.Input(tensor.shape[1:], dtype=tensor.dtype.name, name=name)
    target = model.tensor(output if isinstance(output, str) else output.name)
    result = builder.layer_of(target)
    if builder.problems:
        raise CannotMigrate(model.origin, builder.problems)
    given = [builder.made[t.ref()] for t in feeds.values()]
    made = keras.Model(given if len(given) > 1 else given[0], result)
    for layer, weights in builder.weights:
        layer.set_weights(weights)
    _check(model, builder, made, feeds, target)
    return made


class _Builder:
    def __init__(self, model, keras, settings):
        self.model, self.keras, self.layers = model, keras, keras.layers
        self.settings = {k if ":" in k else f"{k}:0": v for k, v in settings.items()}
        self.made = {}
        self.problems: list[str] = []
        self.weights: list[tuple] = []
        self.rates: list[tf.Tensor] = []
        self.lengths: list[tf.Tensor] = []
        self.values = {v.node: v.value for v in model.variables.values()}
        self.module = LegacyModule(model)

    def weight(self, node):
        if isinstance(node, tf.Tensor):
            node = patterns.weight_node(node)
        if node in self.values:
            return np.asarray(self.values[node])
        return tf.get_static_value(self.model.graph.get_operation_by_name(node).outputs[0])

    def add(self, layer, x, weights=None):
        result = layer(x)
        if weights is not None:
            self.weights.append((layer, weights))
        return result

    def layer_of(self, tensor):
        """The Keras tensor for a tensor of the graph (None after a problem)."""
        if tensor.ref() not in self.made:
            self.made[tensor.ref()] = self._convert(tensor)
        return self.made[tensor.ref()]

    def _convert(self, tensor):
        op = tensor.op
        for find, build in ((patterns.dropout, self._dropout), (patterns.batch_norm, self._batch_norm), (patterns.recurrent, self._recurrent)):
            found = find(op)
            if found is not None:
                return build(found)
        builder = getattr(self, f"_{op.type.lower()}", None)
        if op.type in _ACTIVATIONS:
            return self._then(op.inputs[0], lambda x: self.layers.Activation(_ACTIVATIONS[op.type])(x))
        if builder is not None:
            return builder(op)
        return self._problem(op)

    def _problem(self, op, why="no Keras layer recognised"):
        self.problems.append(f"{op.name} ({op.type}): {why}")

    def _then(self, tensor, build):
        x = self.layer_of(tensor)
        return None if x is None else build(x)

    # -- dense and convolution, with or without bias

    def _add(self, op):
        a, b = op.inputs
        for x, bias in ((a, b), (b, a)):
            if patterns.weight_node(bias) and bias.shape.rank == 1 and x.op.type in ("MatMul", "Conv2D", "DepthwiseConv2dNative"):
                return getattr(self, f"_{x.op.type.lower()}")(x.op, self.weight(bias))
        if patterns.weight_node(a) or patterns.weight_node(b):
            return self._problem(op, "a constant or variable added to something that isn't a dense layer or convolution")
        x, y = self.layer_of(a), self.layer_of(b)
        return None if x is None or y is None else self.layers.Add()([x, y])

    _addv2 = _biasadd = _add

    def _matmul(self, op, bias=None):
        x, w = op.inputs
        if not patterns.weight_node(w) or op.get_attr("transpose_a"):
            return self._problem(op, "a product of two computed tensors")
        kernel = self.weight(w).T if op.get_attr("transpose_b") else self.weight(w)
        layer = self.layers.Dense(kernel.shape[1], use_bias=bias is not None)
        return self._then(x, lambda t: self.add(layer, t, [kernel] + ([] if bias is None else [bias])))

    def _conv2d(self, op, bias=None):
        x, w = op.inputs
        if not patterns.weight_node(w) or op.get_attr("data_format") != b"NHWC" or op.get_attr("padding") == b"EXPLICIT":
            return self._problem(op, "a convolution with computed filters, NCHW or explicit padding")
        kernel = self.weight(w)
        strides, dilations = op.get_attr("strides")[1:3], op.get_attr("dilations")[1:3]
        padding = op.get_attr("padding").decode().lower()
        layer = self.layers.Conv2D(kernel.shape[3], kernel.shape[:2], strides, padding, dilation_rate=dilations, use_bias=bias is not None)
        return self._then(x, lambda t: self.add(layer, t, [kernel] + ([] if bias is None else [bias])))

    def _depthwiseconv2dnative(self, op, bias=None):
        x, w = op.inputs
        if not patterns.weight_node(w) or op.get_attr("data_format") != b"NHWC":
            return self._problem(op, "a depthwise convolution with computed filters or NCHW")
        kernel = self.weight(w)
        layer = self.layers.DepthwiseConv2D(
            kernel.shape[:2], op.get_attr("strides")[1:3], op.get_attr("padding").decode().lower(), kernel.shape[3], use_bias=bias is not None
        )
        return self._then(x, lambda t: self.add(layer, t, [kernel] + ([] if bias is None else [bias])))

    # -- layers with a pattern of their own

    def _dropout(self, found):
        if found.guarded:
            value = tf.get_static_value(found.rate)
            if value is None:
                return self._problem(found.rate.op, "a dropout rate that isn't a constant, inside a condition")
            return self._then(found.x, lambda t: self.layers.Dropout(float(1 - value if found.kept else value))(t))
        plan_feeds = {f"setting_{i}": name for i, name in enumerate(self.settings)}
        try:
            function = self.module.function(plan_feeds, found.rate)
        except CannotMigrate as error:
            self.problems += [f"{p}; give its training value in settings" for p in error.parts]
            return None
        value = float(function(*(tf.constant(v, self.model.tensor(n).dtype) for n, v in self.settings.items())))
        self.rates.append((found.rate, found.kept))
        return self._then(found.x, lambda t: self.layers.Dropout(1 - value if found.kept else value)(t))

    def _batch_norm(self, found):
        mean, variance = self.weight(found.mean), self.weight(found.variance)
        parts = [None if t is None else self.weight(t) for t in (found.gamma, found.beta)]
        layer = self.layers.BatchNormalization(
            momentum=self._momentum(found.mean), epsilon=found.epsilon, center=parts[1] is not None, scale=parts[0] is not None
        )
        return self._then(found.x, lambda t: self.add(layer, t, [p for p in parts if p is not None] + [mean, variance]))

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

    def _recurrent(self, found):
        if found.unfit:
            return self._problem(found.op, found.unfit)
        x = self.layer_of(found.sequence)
        mask = None
        if found.lengths is not None and x is not None:
            lengths = self.layer_of(found.lengths)
            if lengths is None:
                return None
            self.lengths.append(found.lengths)
            mask = _mask(self.keras, lengths, x)
        for number, (kernels, biases, forget_bias) in enumerate(zip(found.kernels, found.biases, found.forget_biases, strict=True)):
            every = found.whole or number < len(found.kernels) - 1
            build = self._lstm if found.kind == "LSTM" else self._gru
            x = None if x is None else build(x, [np.concatenate([self.weight(k), self.weight(b)[None]]) for k, b in zip(kernels, biases, strict=True)], forget_bias, every, mask)
        return x

    def _run(self, layer, x, mask, weights):
        """Add a recurrent layer; past a sequence's end its outputs are zero, as TF1's were."""
        if mask is None:
            return self.add(layer, x, weights)
        layer.zero_output_for_mask = layer.return_sequences
        layer.use_cudnn = False  # that kernel repeats the last output
        self.weights.append((layer, weights))
        return layer(x, mask=mask)

    def _lstm(self, x, weights, forget_bias, every, mask):
        """TF1's gates stand in the order i, j, f, o, Keras' i, f, j, o; the last row is the bias."""
        i, j, f, o = np.split(weights[0], 4, axis=1)
        f = f.copy()
        f[-1] += np.float32(forget_bias)
        joined, units = np.concatenate([i, f, j, o], axis=1), i.shape[1]
        features = joined.shape[0] - 1 - units
        return self._run(self.layers.LSTM(units, return_sequences=every), x, mask, [joined[:features], joined[features:-1], joined[-1]])

    def _gru(self, x, weights, _, every, mask):
        gates, candidate = sorted(weights, key=lambda w: -w.shape[1])  # gates are twice as wide
        units = candidate.shape[1]
        r, u = np.split(gates, 2, axis=1)
        joined = np.concatenate([u, r, candidate], axis=1)
        features = joined.shape[0] - 1 - units
        layer = self.layers.GRU(units, return_sequences=every, reset_after=False)
        return self._run(layer, x, mask, [joined[:features], joined[features:-1], joined[-1]])

    def _gatherv2(self, op):
        table, ids, axis = op.inputs
        if not patterns.weight_node(table) or tf.get_static_value(axis) != 0:
            return self._problem(op, "a gather that isn't an embedding lookup")
        values = self.weight(table)
        return self._then(ids, lambda t: self.add(self.layers.Embedding(*values.shape), t, [values]))

    def _resourcegather(self, op):
        values = self.weight(op.inputs[0].op.name)
        return self._then(op.inputs[1], lambda t: self.add(self.layers.Embedding(*values.shape), t, [values]))

    # -- the rest

    def _identity(self, op):
        return self.layer_of(op.inputs[0])

    _stopgradient = _checknumerics = _identity

    def _cast(self, op):
        if not (op.inputs[0].dtype.is_integer and op.outputs[0].dtype.is_integer):
            return self._problem(op, "a conversion of numbers between dtypes")
        return self.layer_of(op.inputs[0])

    def _reversev2(self, op):
        axes = tf.get_static_value(op.inputs[1])
        if axes is None or any(axis % op.inputs[0].shape.rank == 0 for axis in patterns.flat_int(axes)):
            return self._problem(op, "turned round along the batch, or along an axis that isn't known beforehand")
        flip = self.keras.ops.flip if hasattr(self.keras, "ops") else tf.reverse
        return self._then(op.inputs[0], lambda t: flip(t, patterns.flat_int(axes)))

    def _pool(self, op, layer):
        size, strides = op.get_attr("ksize"), op.get_attr("strides")
        if op.get_attr("data_format") != b"NHWC":
            return self._problem(op, "NCHW")
        return self._then(op.inputs[0], lambda t: layer(size[1:3], strides[1:3], op.get_attr("padding").decode().lower())(t))

    def _maxpool(self, op):
        return self._pool(op, self.layers.MaxPooling2D)

    def _avgpool(self, op):
        return self._pool(op, self.layers.AveragePooling2D)

    def _reshape(self, op):
        shape = op.outputs[0].shape
        if shape.rank is None or not shape[1:].is_fully_defined():
            return self._problem(op, f"to a shape that isn't known beforehand ({shape})")
        return self._then(op.inputs[0], lambda t: self.layers.Reshape(shape[1:].as_list())(t))

    _squeeze = _expanddims = _reshape

    def _mean(self, op):
        axes = tf.get_static_value(op.inputs[1])
        if axes is None or sorted(patterns.flat_int(axes)) != [1, 2] or op.inputs[0].shape.rank != 4:
            return self._problem(op, "a mean that isn't global average pooling")
        return self._then(op.inputs[0], lambda t: self.layers.GlobalAveragePooling2D(keepdims=op.get_attr("keep_dims"))(t))

    def _stridedslice(self, op):
        begin, end, step = (tf.get_static_value(t) for t in op.inputs[1:4])
        masks = {m: op.get_attr(m) for m in ("begin_mask", "end_mask", "shrink_axis_mask", "ellipsis_mask", "new_axis_mask")}
        if begin is None or len(begin) < 2 or masks["ellipsis_mask"] or masks["new_axis_mask"] or not masks["begin_mask"] & masks["end_mask"] & 1:
            return self._problem(op, "a slice that isn't like x[:, k]")
        index = []
        for k in range(len(begin)):
            if masks["shrink_axis_mask"] >> k & 1:
                index.append(int(begin[k]))
            else:
                low = None if masks["begin_mask"] >> k & 1 else int(begin[k])
                high = None if masks["end_mask"] >> k & 1 else int(end[k])
                index.append(slice(low, high, int(step[k])))
        return self._then(op.inputs[0], lambda t: t[tuple(index)])

    def _concatv2(self, op):
        axis = tf.get_static_value(op.inputs[-1])
        parts = [self.layer_of(t) for t in op.inputs[:-1]]
        return None if any(p is None for p in parts) else self.layers.Concatenate(int(axis))(parts)

    def _mul(self, op):
        if any(patterns.weight_node(t) for t in op.inputs):
            return self._problem(op, "a product with a constant or variable")
        x, y = (self.layer_of(t) for t in op.inputs)
        return None if x is None or y is None else self.layers.Multiply()([x, y])

    def _leakyrelu(self, op):
        alpha = op.get_attr("alpha")
        return self._then(op.inputs[0], lambda t: self.layers.LeakyReLU(alpha)(t))


def _mask(keras, lengths, x):
    """[batch, time]: is this step within its sequence?"""
    if hasattr(keras, "ops"):
        ops = keras.ops
        return ops.less_equal(ops.cumsum(ops.ones_like(x[..., 0], dtype="int32"), axis=1), ops.expand_dims(ops.cast(lengths, "int32"), -1))
    return tf.cumsum(tf.ones_like(x[..., 0], tf.int32), 1) <= tf.cast(lengths, tf.int32)[:, None]


def _check(model, builder, made, feeds, target):
    """Both on random inputs, dropout off, sequence lengths from none to whole."""
    generator = np.random.default_rng(0)
    lengths = {_source(t).ref() for t in builder.lengths}
    largest = min((w.shape[0] for layer, ws in builder.weights if type(layer).__name__ == "Embedding" for w in ws), default=2)
    batch = {}
    for name, tensor in feeds.items():
        shape = [4 if d is None else d for d in tensor.shape.as_list()]
        whole = tensor.dtype.is_integer
        batch[name] = generator.integers(0, largest, shape) if whole else generator.normal(size=shape)
        if tensor.ref() in lengths:
            batch[name] = generator.integers(0, 1 + min(d or 4 for t in feeds.values() if t.shape.rank > 1 for d in t.shape[1:2]), shape)
    extra = {f"off_{i}": rate for i, (rate, _) in enumerate(builder.rates)}
    off = {f"off_{i}": 1.0 if kept else 0.0 for i, (_, kept) in enumerate(builder.rates)}
    rest = {f"setting_{i}": name for i, name in enumerate(builder.settings) if model.tensor(name).dtype == tf.bool}
    function = builder.module.function({**feeds, **extra, **rest}, target)
    values = batch | off | dict.fromkeys(rest, False)
    tensors = {**feeds, **extra, **{k: model.tensor(n) for k, n in rest.items()}}
    expected = function(**{k: tf.constant(v, tensors[k].dtype.base_dtype) for k, v in values.items()}).numpy()
    given = [tf.constant(batch[n], t.dtype) for n, t in feeds.items()]
    found = np.asarray(made(given if len(given) > 1 else given[0], training=False))
    apart = float(np.max(np.abs(found - expected), initial=0.0)) if found.shape == expected.shape else np.inf
    if not apart <= ROUNDING * max(float(np.max(np.abs(expected), initial=0.0)), 1e-30):
        said = f"the Keras model made from it gives {found.shape}, off by {apart:.3g}" if found.shape == expected.shape else f"{found.shape}"
        raise CannotMigrate(model.origin, [f"{target.name}: of shape {expected.shape}; {said}"])


def _source(tensor):
    while tensor.op.type in ("Identity", "Cast"):
        tensor = tensor.op.inputs[0]
    return tensor
