"""Keras' losses: one that had another sign; in a model, weights are spread over the losses, and both are single precision."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops, smart_cond, tensor_shape
from tensorflow.python.ops import (
    array_ops,
    clip_ops,
    math_ops,
    nn,
    nn_ops,
    weights_broadcast_ops,
)
from tensorflow.python.ops.losses import util
from tf_keras.src import backend
from tf_keras.src.utils import losses_utils

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.utils.losses_utils", "compute_weighted_loss")
def compute_weighted_loss(losses, sample_weight=None, reduction="sum_over_batch_size", name=None):
    """The losses of examples, times their weights (1 when None), reduced as asked, in the dtype of the losses."""
    losses_utils.ReductionV2.validate(reduction)
    if reduction == losses_utils.ReductionV2.AUTO:
        reduction = losses_utils.ReductionV2.SUM_OVER_BATCH_SIZE
    with backend.name_scope(name or "weighted_loss"):
        ops.get_default_graph()._last_loss_reduction = reduction
        losses = ops.convert_to_tensor(losses)
        single = math_ops.cast(losses, dtypes.float32)
        weights = math_ops.cast(1.0 if sample_weight is None else sample_weight, dtypes.float32)
        single, _, weights = util.squeeze_or_expand_dimensions(single, None, weights)
        weights = weights_broadcast_ops.broadcast_weights(weights, single)
        weighted = math_ops.multiply(single, weights)
        return math_ops.cast(losses_utils.reduce_weighted_loss(weighted, reduction), losses.dtype)


@rebuild("tf_keras.src.losses", "cosine_similarity")
def cosine_similarity(y_true, y_pred, axis=-1):
    """`tf.keras.losses.cosine_similarity`: 1 where both point the same way, as the metric; today's loss is its negative."""
    y_true = nn.l2_normalize(y_true, axis=axis)
    y_pred = nn.l2_normalize(y_pred, axis=axis)
    return math_ops.reduce_sum(y_true * y_pred, axis=axis)


@rebuild("tf_keras.src.losses", "mean_absolute_percentage_error")
def mean_absolute_percentage_error(y_true, y_pred):
    """`tf.keras.losses.mean_absolute_percentage_error`: labels nearer to 0 than 1e-7 count as 1e-7."""
    y_true, y_pred = _alike(y_true, y_pred)
    share = (y_true - y_pred) / backend.clip(math_ops.abs(y_true), backend.epsilon(), None)
    return 100.0 * backend.mean(math_ops.abs(share), axis=-1)


@rebuild("tf_keras.src.losses", "mean_squared_logarithmic_error")
def mean_squared_logarithmic_error(y_true, y_pred):
    """`tf.keras.losses.mean_squared_logarithmic_error`: of one more than each, at least 1e-7."""
    y_true, y_pred = _alike(y_true, y_pred)
    predicted, true = (math_ops.log(backend.clip(y, backend.epsilon(), None) + 1.0) for y in (y_pred, y_true))
    return backend.mean(math_ops.squared_difference(predicted, true), axis=-1)


@rebuild("tf_keras.src.losses", "kl_divergence")
def kullback_leibler_divergence(y_true, y_pred):
    """`tf.keras.losses.kullback_leibler_divergence`: the sum of y_true * log(y_true / y_pred), both from 1e-7 to 1."""
    y_true, y_pred = (backend.clip(y, backend.epsilon(), 1) for y in _alike(y_true, y_pred))
    return math_ops.reduce_sum(y_true * math_ops.log(y_true / y_pred), axis=-1)


@rebuild("tf_keras.src.losses", "log_cosh")
def logcosh(y_true, y_pred):
    """`tf.keras.losses.logcosh`: the mean logarithm of the error's hyperbolic cosine."""
    y_true, y_pred = _alike(y_true, y_pred)
    error = y_pred - y_true
    return backend.mean(error + nn.softplus(-2.0 * error) - math_ops.log(2.0), axis=-1)


@rebuild("tf_keras.src.losses", "huber")
def huber(y_true, y_pred, delta=1.0):
    """The Huber loss of each value, not of each example: half the error's square up to delta, beyond it linear."""
    y_pred, y_true = (math_ops.cast(y, backend.floatx()) for y in (y_pred, y_true))
    error = math_ops.abs(math_ops.subtract(y_pred, y_true))
    quadratic = math_ops.minimum(error, delta)
    linear = math_ops.subtract(error, quadratic)
    half = ops.convert_to_tensor(0.5, dtype=quadratic.dtype)
    return math_ops.add(
        math_ops.multiply(half, math_ops.multiply(quadratic, quadratic)), math_ops.multiply(delta, linear)
    )


def _alike(y_true, y_pred):
    """Both as tensors of the predictions' dtype."""
    y_pred = ops.convert_to_tensor(y_pred)
    return math_ops.cast(y_true, y_pred.dtype), y_pred


@rebuild("tf_keras.src.losses", "categorical_hinge")
def categorical_hinge(y_true, y_pred):
    """`tf.keras.losses.categorical_hinge`: how much the best of the other classes comes within 1 of the label's."""
    y_true, y_pred = _alike(y_true, y_pred)
    right = math_ops.reduce_sum(y_true * y_pred, axis=-1)
    wrong = math_ops.reduce_max((1.0 - y_true) * y_pred, axis=-1)
    return math_ops.maximum(0.0, wrong - right + 1.0)


@rebuild("tf_keras.src.losses", "LossFunctionWrapper.call")
def of_functions(self, y_true, y_pred):
    """The loss of labels and predictions as they are: ranks that differ by one broadcast, none is squeezed."""
    return self.fn(y_true, y_pred, **self._fn_kwargs)


def _named(loss: str, name: str) -> None:
    """A class of losses has another name by default today, which is the scope of its nodes."""

    def init(self, *args, **kwargs):
        if len(args) < position and "name" not in kwargs:
            kwargs["name"] = name
        init.original(self, *args, **kwargs)

    position = 3 if loss == "Huber" else 2  # of name
    rebuild("tf_keras.src.losses", f"{loss}.__init__")(init)


_named("LogCosh", "logcosh")
_named("KLDivergence", "kullback_leibler_divergence")
_named("Huber", "huber_loss")


@rebuild("tf_keras.src.losses", "categorical_crossentropy")
def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    """`tf.keras.losses.categorical_crossentropy`: labels are smoothed over the size of their second axis, whatever their rank."""
    if axis != -1:  # 1.15 knew only the last
        return categorical_crossentropy.original(y_true, y_pred, from_logits, label_smoothing, axis)
    y_true, y_pred = _alike(y_true, y_pred)
    smoothing = ops.convert_to_tensor(label_smoothing, dtype=backend.floatx())

    def smooth():
        classes = math_ops.cast(array_ops.shape(y_true)[1], y_pred.dtype)
        return y_true * (1.0 - smoothing) + (smoothing / classes)

    labels = smart_cond.smart_cond(smoothing, smooth, lambda: y_true)
    return backend.categorical_crossentropy(labels, y_pred, from_logits=from_logits)


@rebuild("tf_keras.src.backend", "sparse_categorical_crossentropy")
def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1, ignore_class=None):
    """`tf.keras.backend.sparse_categorical_crossentropy`: what a Softmax op made is taken from its logits; else logarithms.

    Raises:
        ValueError: another axis than the last of an output of unknown rank.
    """
    if ignore_class is not None:  # 1.15 knew none
        return sparse_categorical_crossentropy.original(target, output, from_logits, axis, ignore_class)
    if not from_logits:
        if hasattr(output, "op") and output.op.type == "Softmax":
            output = output.op.inputs[0]
        else:
            least = ops.convert_to_tensor(backend.epsilon(), output.dtype.base_dtype)
            output = math_ops.log(clip_ops.clip_by_value(output, least, 1 - least))
    rank = tensor_shape.TensorShape(output.shape).ndims
    if rank is None and axis != -1:
        raise ValueError(
            f"Cannot compute sparse categorical crossentropy with `axis={axis}` on an output tensor with unknown rank"
        )
    if rank is not None and axis % rank != rank - 1:
        axis %= rank
        output = array_ops.transpose(output, perm=[*range(axis), *range(axis + 1, rank), axis])
    target = math_ops.cast(target, dtypes.int64)
    shape = array_ops.shape_v2(output)
    fits = None in (target.shape.ndims, rank) or target.shape.ndims == rank - 1
    if not fits:
        target = backend.flatten(target)
        output = array_ops.reshape(output, [-1, shape[-1]])
    loss = nn_ops.sparse_softmax_cross_entropy_with_logits_v2(labels=target, logits=output)
    return loss if fits or rank < 3 else array_ops.reshape(loss, shape[:-1])
