"""Checks of tensors' shapes and small sums (tf.contrib.framework.with_shape and its kind)."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf


def reduce_sum_n(tensors, name=None):
    """The sum of all elements of all tensors, a scalar."""
    if not tensors:
        raise ValueError("No tensors provided.")
    with tf.name_scope(name, "reduce_sum_n", tensors) as scope:
        sums = [tf.reduce_sum(t, name=f"{t.op.name}/sum") for t in tensors]
        return sums[0] if len(sums) == 1 else tf.add_n(sums, name=scope)


def assert_scalar_int(tensor, name=None):
    """The tensor, known to be an integer scalar; ValueError if it is not."""
    with tf.name_scope(name, "assert_scalar_int", [tensor]) as scope:
        tensor = tf.convert_to_tensor(tensor)
        if not tensor.dtype.base_dtype.is_integer:
            raise ValueError(f"Expected integer type for {tensor.name}, received type: {tensor.dtype}.")
        return tf.debugging.assert_scalar(tensor, name=scope)


def remove_squeezable_dimensions(predictions, labels, name=None):
    """Squeeze the last dimension of whichever has one dimension (of size 1) more than the other."""
    with tf.name_scope(name, "remove_squeezable_dimensions", [predictions, labels]):
        predictions, labels = tf.convert_to_tensor(predictions), tf.convert_to_tensor(labels)
        shape, labels_shape = predictions.get_shape(), labels.get_shape()
        if shape.ndims is not None and labels_shape.ndims is not None:
            extra = shape.ndims - labels_shape.ndims
            if extra == -1:
                labels = tf.squeeze(labels, [-1])
            elif extra == 1:
                predictions = tf.squeeze(predictions, [-1])
            return predictions, labels
        extra = tf.rank(predictions) - tf.rank(labels)
        whole, whole_labels = predictions, labels
        if shape.ndims is None or shape.dims[-1].is_compatible_with(1):
            predictions = tf.cond(tf.equal(1, extra), lambda: tf.squeeze(whole, [-1]), lambda: whole)
        if labels_shape.ndims is None or labels_shape.dims[-1].is_compatible_with(1):
            labels = tf.cond(tf.equal(-1, extra), lambda: tf.squeeze(whole_labels, [-1]), lambda: whole_labels)
        return predictions, labels


def with_same_shape(expected_tensor, tensor):
    """`tensor`, checked to have the shape of `expected_tensor`, now or when it runs."""
    with tf.name_scope(f"{tensor.op.name}/", values=[expected_tensor, tensor]):
        shape = expected_tensor.get_shape()
        if shape.is_fully_defined():
            return with_shape(shape.as_list(), tensor)
        return with_shape(tf.shape(expected_tensor, name="expected_shape"), tensor)


def with_shape(expected_shape, tensor):
    """`tensor`, checked to have a shape: at once when both are known, else by an assertion when it runs.

    Raises:
        ValueError: the shapes are known and differ, or `expected_shape` is no int32 shape.
    """
    if isinstance(tensor, tf.SparseTensor):
        raise ValueError("SparseTensor not supported.")
    dynamic = tf.is_tensor(expected_shape)
    if dynamic:
        if expected_shape.dtype.base_dtype != tf.int32:
            raise ValueError(
                f"Invalid dtype {expected_shape.dtype} for shape {expected_shape} expected of tensor {tensor.name}."
            )
    else:
        expected_shape = _shape_array(expected_shape, tensor)
    actual = tensor.get_shape()
    if dynamic or not actual.is_fully_defined():
        with tf.name_scope(f"{tensor.op.name}/", values=[tensor]):
            if not dynamic and len(expected_shape) < 1:
                return tf.reshape(tensor, [])
            with tf.control_dependencies([_assert_shape(expected_shape, tensor)]):
                checked = tf.identity(tensor)
            if not dynamic:
                checked.set_shape(expected_shape)
            return checked
    if actual.is_compatible_with(list(expected_shape)):
        return tensor
    if len(expected_shape) < 1 and actual.is_compatible_with([1]):
        with tf.name_scope(f"{tensor.op.name}/", values=[tensor]):
            return tf.reshape(tensor, [])
    raise ValueError(f"Invalid shape for tensor {tensor.name}, expected {expected_shape}, got {actual}.")


def _shape_array(shape, tensor):
    if isinstance(shape, (list, tuple)):
        shape = np.asarray(shape, np.int32) if not len(shape) or np.asarray(shape).dtype == np.int64 else np.asarray(shape)
    if isinstance(shape, np.ndarray):
        if shape.ndim > 1:
            raise ValueError(f"Invalid rank {shape.ndim} for shape {shape} expected of tensor {tensor.name}.")
        if shape.dtype != np.int32:
            raise ValueError(f"Invalid dtype {shape.dtype} for shape {shape} expected of tensor {tensor.name}.")
    return shape


def _assert_shape(expected, tensor):
    with tf.name_scope("assert_shape", values=[tensor]) as scope:
        actual = tf.shape(tensor, name="actual")
        with tf.name_scope("is_shape", values=[tensor]) as is_shape:
            size = tf.size(expected)
            with tf.name_scope("is_rank", values=[tensor]) as is_rank:
                wanted = tf.convert_to_tensor(size, name="expected")
                same_rank = tf.equal(wanted, tf.rank(tensor, name="actual"), name=is_rank)
            with tf.name_scope("shape_tensor_equal", values=[expected, actual]) as shape_equal:
                either = tf.logical_or(
                    tf.equal(expected, -1), tf.equal(expected, actual, "equal"), name="exclude_partial_shape"
                )
                same = tf.reduce_all(either, name=shape_equal)
            ok = tf.logical_and(same_rank, same, name=is_shape)
        return tf.Assert(ok, [f"Wrong shape for {tensor.name} [expected] [actual].", expected, actual], name=scope)
