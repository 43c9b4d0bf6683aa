"""Functions of the Keras backend as TensorFlow 1.15 built them."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import constant_op, ops
from tensorflow.python.ops import (
    array_ops,
    clip_ops,
    ctc_ops,
    gen_nn_ops,
    image_ops,
    math_ops,
    nn_ops,
    sparse_ops,
)
from tf_keras.src import backend

from graphnotes.tf1.rebuilt import rebuild

_METHODS = {
    "nearest": image_ops.ResizeMethod.NEAREST_NEIGHBOR,
    "bilinear": image_ops.ResizeMethod.BILINEAR,
}


@rebuild("tf_keras.src.backend", "resize_images")
def resize_images(x, height_factor, width_factor, data_format, interpolation="nearest"):
    """The new size comes from the dynamic shape."""
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(f"Invalid `data_format` argument: {data_format}")
    if interpolation not in _METHODS:
        raise ValueError('interpolation should be one of "nearest" or "bilinear".')
    channels_first = data_format == "channels_first"
    rows = 2 if channels_first else 1
    static = backend.int_shape(x)[rows : rows + 2]
    factors = (height_factor, width_factor)
    size = array_ops.shape(x)[rows : rows + 2]
    size *= constant_op.constant(np.array(factors, dtype="int32"))
    if channels_first:
        x = backend.permute_dimensions(x, [0, 2, 3, 1])
    x = image_ops.resize_images_v2(x, size, method=_METHODS[interpolation])
    if channels_first:
        x = backend.permute_dimensions(x, [0, 3, 1, 2])
    known = [
        None if n is None else n * factor
        for n, factor in zip(static, factors, strict=True)
    ]
    x.set_shape([None, None, *known] if channels_first else [None, *known, None])
    return x


@rebuild("tf_keras.src.backend", "RandomGenerator.make_legacy_seed")
def make_legacy_seed(self):
    """A layer's seed stays the same however often the layer is called."""
    return self._seed


def _seeded_by_numpy(distribution: str) -> None:
    """Noise without a seed of its own is seeded from NumPy's global generator."""

    def draw(self, *args, **kwargs):
        if self._seed is not None:
            return draw.original(self, *args, **kwargs)
        self._seed = np.random.randint(10e6)
        try:
            return draw.original(self, *args, **kwargs)
        finally:
            self._seed = None

    rebuild("tf_keras.src.backend", f"RandomGenerator.{distribution}")(draw)


for _distribution in ("random_normal", "random_uniform", "truncated_normal"):
    _seeded_by_numpy(_distribution)


@rebuild("tf_keras.src.backend", "batch_dot")
def batch_dot(x, y, axes=None):
    """`tf.keras.backend.batch_dot`: one MatMul, or a sum of products for vectors; the smaller rank gets sizes of 1 at its end.

    Raises:
        ValueError: the shapes don't fit.
    """
    if isinstance(axes, int):
        axes = (axes, axes)
    ranks = backend.ndim(x), backend.ndim(y)
    if axes is None:
        axes = [ranks[0] - 1, ranks[1] - 2]
    missing = abs(ranks[0] - ranks[1])
    if ranks[0] > ranks[1]:
        y = _with_ones(y, missing)
    elif ranks[1] > ranks[0]:
        x = _with_ones(x, missing)
    rank = max(ranks)
    if rank == 2:
        first = x if axes[0] == axes[1] else array_ops.transpose(x, [1, 0])
        out = math_ops.reduce_sum(math_ops.multiply(first, y), axes[0] if axes[0] == axes[1] else axes[1])
    else:
        adjoint_a = None if axes[0] == rank - 1 else True
        adjoint_b = True if axes[1] == rank - 1 else None
        out = math_ops.matmul(x, y, adjoint_a=adjoint_a, adjoint_b=adjoint_b)
    if missing:
        first = sum(ranks) - 3 if ranks[0] > ranks[1] else ranks[0] - 1
        out = array_ops.squeeze(out, list(range(first, first + missing)))
    return backend.expand_dims(out, 1) if backend.ndim(out) == 1 else out


def _with_ones(x, count):
    shape = array_ops.concat([array_ops.shape(x), [1] * count], axis=0)
    return array_ops.reshape(x, shape)


@rebuild("tf_keras.src.backend", "elu")
def elu(x, alpha=1.0):
    """`tf.keras.backend.elu`: another `alpha` is a choice between two tensors of one shape."""
    grown = gen_nn_ops.elu(x)
    return grown if alpha == 1 else array_ops.where(x > 0, grown, alpha * grown)


@rebuild("tf_keras.src.activations", "selu")
def selu(x):
    """`tf.keras.activations.selu`: scaled from an Elu (Klambauer et al., 2017)."""
    return 1.0507009873554804934193349852946 * backend.elu(x, 1.6732632423543772848170429916717)


@rebuild("tf_keras.src.backend", "clip")
def clip(x, min_value, max_value):
    """`tf.keras.backend.clip`: bounds are constants of their own; None above is infinity."""
    if max_value is None:
        max_value = np.inf
    elif min_value is not None and max_value < min_value:
        max_value = min_value
    dtype = x.dtype.base_dtype
    return clip_ops.clip_by_value(x, _bound(min_value, dtype), _bound(max_value, dtype))


def _bound(value, dtype):
    return ops.convert_to_tensor(value, dtype=dtype)


@rebuild("tf_keras.src.backend", "sqrt")
def sqrt(x):
    """`tf.keras.backend.sqrt`: negative numbers are 0, infinity is the bound above."""
    dtype = x.dtype.base_dtype
    least, most = _bound(0.0, dtype), _bound(np.inf, dtype)
    return math_ops.sqrt(clip_ops.clip_by_value(x, least, most))


@rebuild("tf_keras.src.backend", "ctc_decode")
def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1):
    """`tf.keras.backend.ctc_decode`: (decoded `[batch, longest]` for each path, filled with -1; log probabilities).

    Today's is as wide as there are steps.
    """
    inputs = math_ops.log(array_ops.transpose(y_pred, perm=[1, 0, 2]) + backend.epsilon())
    length = math_ops.cast(input_length, "int32")
    if greedy:
        decoded, score = ctc_ops.ctc_greedy_decoder(inputs=inputs, sequence_length=length)
    else:
        decoded, score = ctc_ops.ctc_beam_search_decoder(
            inputs=inputs, sequence_length=length, beam_width=beam_width, top_paths=top_paths
        )
    dense = [
        sparse_ops.sparse_to_dense(one.indices, one.dense_shape, one.values, default_value=-1) for one in decoded
    ]
    return dense, score


@rebuild("tf_keras.src.backend", "switch")
def switch(condition, then_expression, else_expression):
    """`tf.keras.backend.switch`: a cond, or a choice between the values where the condition has a rank.

    Raises:
        ValueError: the condition has a greater rank than the values.
    """
    if not backend.ndim(condition):
        return switch.original(condition, then_expression, else_expression)
    if condition.dtype.name != "bool":
        condition = math_ops.cast(condition, "bool")
    this, other = (e() if callable(e) else e for e in (then_expression, else_expression))
    missing = backend.ndim(this) - backend.ndim(condition)
    if missing < 0:
        raise ValueError(
            "Rank of `condition` should be less than or equal to rank of `then_expression` and `else_expression`."
            f" ndim(condition)={backend.ndim(condition)}, ndim(then_expression)={backend.ndim(this)}"
        )
    if backend.ndim(condition) > 1:
        shape = array_ops.concat([array_ops.shape(condition), [1] * missing], axis=0)
        condition = array_ops.reshape(condition, shape)
        wanted = array_ops.shape(this)
        times = array_ops.where(wanted - shape > 0, wanted, array_ops.ones_like(wanted))
        condition = array_ops.tile(condition, times)
    return array_ops.where(condition, this, other)


@rebuild("tf_keras.src.backend", "softmax")
def backend_softmax(x, axis=-1):
    """`tf.keras.backend.softmax`: what `tf.nn.softmax` takes."""
    return nn_ops.softmax(x, axis=axis)


@rebuild("tf_keras.src.activations", "softmax")
def softmax(x, axis=-1):
    """`tf.keras.activations.softmax`: one op for matrices, over whichever axis; exponentials over their sum for higher ranks.

    Raises:
        ValueError: a vector.
    """
    rank = backend.ndim(x)
    if rank < 2:
        raise ValueError(f"Cannot apply softmax to a tensor that is 1D. Received input: {x}")
    if rank == 2:
        return nn_ops.softmax(x)
    grown = math_ops.exp(x - math_ops.reduce_max(x, axis=axis, keepdims=True))
    return grown / math_ops.reduce_sum(grown, axis=axis, keepdims=True)


@rebuild("tf_keras.src.backend", "_get_logits")
def get_logits(output, from_logits, op_type, fn_name):
    """(logits, True) of an output that the op itself made, else (the output, whether it is logits).

    Today's takes the logits of any activation, so a categorical loss of a sigmoid would be that of a softmax.
    """
    if not from_logits and hasattr(output, "op") and output.op.type == op_type:
        return output.op.inputs[0], True
    return output, from_logits
