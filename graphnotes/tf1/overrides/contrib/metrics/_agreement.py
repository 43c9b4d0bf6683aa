"""Cohen's kappa, and values of all batches one after the other (tf.contrib.metrics)."""

from __future__ import annotations

from tensorflow.python.ops import array_ops, metrics_impl

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.metrics._thresholds import collected


def cohen_kappa(
    labels, predictions_idx, num_classes, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """How much better than chance two raters agree: 1 fully, 0 as by chance; the value and its update.

    Args:
        labels: classes [batch] or [batch, 1].
        predictions_idx: classes, of the same shape.
        num_classes: how many there are, at least 2.
        weights: of the examples.

    Raises:
        ValueError: fewer classes, or shapes that don't match.
        RuntimeError: eager execution is enabled.
    """
    if tf.executing_eagerly():
        raise RuntimeError("tf.contrib.metrics.cohen_kappa is not supported when eager execution is enabled.")
    if num_classes < 2:
        raise ValueError(f"`num_classes` must be >= 2.Found: {num_classes}")
    with tf.variable_scope(name, "cohen_kappa", (labels, predictions_idx, weights)):
        labels.shape.with_rank_at_most(2)
        if labels.shape.ndims == 2:
            labels = tf.squeeze(labels, axis=[-1])
        predictions_idx, labels, weights = metrics_impl._remove_squeezable_dimensions(
            predictions=predictions_idx, labels=labels, weights=weights
        )
        predictions_idx.shape.assert_is_compatible_with(labels.shape)
        dtype = tf.int64 if weights is None or weights.dtype.is_integer else tf.float32
        counts = [metrics_impl.metric_variable((num_classes,), dtype, name=name) for name in ("po", "pe_row", "pe_col")]
        table = tf.confusion_matrix(
            labels, predictions_idx, num_classes=num_classes, weights=weights, dtype=dtype, name="counts_in_table"
        )
        batch = [tf.diag_part(table), tf.reduce_sum(table, axis=0), tf.reduce_sum(table, axis=1)]
        updates = [tf.assign_add(count, new) for count, new in zip(counts, batch)]

        def kappa(agreeing, rows, columns, name):
            agreeing, total = tf.reduce_sum(agreeing), tf.reduce_sum(rows)
            chance = tf.reduce_sum(tf.div_no_nan(tf.cast(rows * columns, tf.float64), tf.cast(total, tf.float64)))
            agreeing, chance, total = (tf.cast(number, tf.float64) for number in (agreeing, chance, total))
            return metrics_impl._safe_scalar_div(agreeing - chance, total - chance, name=name)

        value, update = kappa(*counts, name="value"), kappa(*updates, name="update_op")
        return collected(value, update, metrics_collections, updates_collections)


def _next_size(required, growth=1.5):
    """The least power of `growth` that is enough."""
    exponent = tf.ceil(tf.log(tf.cast(required, tf.float32)) / tf.log(tf.cast(growth, tf.float32)))
    return tf.cast(tf.ceil(growth**exponent), tf.int32)


def streaming_concat(
    values, axis=0, max_size=None, metrics_collections=None, updates_collections=None, name=None
):
    """The values of all batches so far along `axis`, at most `max_size` of them, and the op that adds a batch.

    Args:
        values: a tensor of known rank whose other dimensions are known.
        axis: the dimension that grows.
        max_size: how many are kept; all when None.

    Raises:
        ValueError: the rank or another dimension is not known, or there is no such axis.
    """
    with tf.variable_scope(name, "streaming_concat", (values,)):
        shape = values.shape
        if shape.dims is None:
            raise ValueError("`values` must have known statically known rank")
        ndim = len(shape)
        axis = axis + ndim if axis < 0 else axis
        if not 0 <= axis < ndim:
            raise ValueError(f"axis = {axis!r} not in [0, {ndim!r})")
        fixed = [tf.dimension_value(dim) for n, dim in enumerate(shape) if n != axis]
        if None in fixed:
            raise ValueError(
                "all dimensions of `values` other than the dimension to concatenate along must have statically known size"
            )
        # the axis comes first in what is kept, so that what is assigned is in one piece
        first = [0 if max_size is None else max_size, *fixed]
        array = metrics_impl.metric_variable(first, values.dtype, validate_shape=False, name="array")
        size = metrics_impl.metric_variable([], tf.int32, name="size")
        back = [0 if n == axis else n + 1 if n < axis else n for n in range(ndim)]
        kept = array[:size]
        kept.set_shape([None, *fixed])
        value = tf.transpose(kept, back, name="concat")
        batch_size = tf.shape(values)[axis]
        if max_size is not None:
            batch_size = tf.minimum(batch_size, max_size - size)
        batch = tf.transpose(values, [axis] + [n for n in range(ndim) if n != axis])[:batch_size]

        def grow():
            larger = tf.stack([_next_size(new_size), *fixed])
            larger = tf.zeros(larger, dtype=values.dtype)
            old = array.value()
            with tf.control_dependencies([old]):
                replaced = tf.assign(array, larger, validate_shape=False)
            with tf.control_dependencies([replaced]):
                copied = array[:size].assign(old[:size])
            with tf.control_dependencies([copied]):
                return tf.no_op()

        new_size = size + batch_size
        room = array_ops.shape_internal(array, optimize=False)[0]
        grown = tf.cond(new_size > room, grow, tf.no_op)
        with tf.control_dependencies([grown]):
            appended = array[size:new_size].assign(batch)
        with tf.control_dependencies([appended]):
            update = size.assign(new_size)
        return collected(value, update, metrics_collections, updates_collections)
