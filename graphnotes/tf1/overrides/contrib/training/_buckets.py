"""Batches of examples of like length, by queues (tf.contrib.training.bucket, bucket_by_sequence_length)."""

from __future__ import annotations

import functools
import itertools

import numpy as np
from tensorflow.python.framework import tensor_util
from tensorflow.python.training import input as _input

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers import _outputs

_INT32 = np.iinfo(np.int32)


def bucket(
    tensors,
    which_bucket,
    batch_size,
    num_buckets,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Batches of examples that came with the same `which_bucket`.

    Args:
        tensors: one example: a list or dict of tensors.
        which_bucket: its bucket, an int32 scalar.
        batch_size: of all buckets, or a list of one for each.
        bucket_capacities: of the buckets' queues; `capacity` when None.
        dynamic_pad: pad the examples of a batch to the same shape.
        allow_smaller_final_batch: give out what is left in a bucket at the end.
        keep_input: whether the example is taken, a bool or a boolean tensor.

    Returns:
        the bucket, an int32 scalar, and the batch in the structure of `tensors`.

    Raises:
        ValueError: lists of another length than `num_buckets`, or no tensors.
    """
    per_bucket = isinstance(batch_size, (list, tuple))
    if per_bucket and len(batch_size) != num_buckets:
        raise ValueError("If batch_size is a list it must have num_buckets elements")
    sizes = list(batch_size) if per_bucket else [batch_size] * num_buckets
    capacities = [capacity] * num_buckets if bucket_capacities is None else bucket_capacities
    if len(capacities) != num_buckets:
        raise ValueError(
            f"The list bucket_capacities ({capacities}) must have exactly num_buckets ({num_buckets}) elements."
        )
    flat = _input._as_tensor_list(tensors)
    with tf.name_scope(name, "bucket", flat) as name:
        flat = [tf.convert_to_tensor_or_indexed_slices(t) if not _sparse(t) else t for t in flat]
        if not flat:
            raise ValueError("Expected at least one tensor in bucket().")
        keep_input = _input._validate_keep_input(keep_input, enqueue_many=False)
        flat, sparse_info = _input._store_sparse_tensors(flat, enqueue_many=False, keep_input=keep_input)
        for i, size in enumerate(sizes):
            size = tf.convert_to_tensor(size, dtype=tf.int32, name="batch_size")
            static = tensor_util.constant_value(size)
            sizes[i] = size if static is None else static
        types = _input._dtypes([flat])
        shapes = _input._shapes([flat], shapes, enqueue_many=False)
        which_bucket = tf.convert_to_tensor(which_bucket, dtype=tf.int32, name="which_bucket")
        queues = [
            _input._which_queue(dynamic_pad)(
                capacity=capacities[i],
                dtypes=types,
                shapes=shapes,
                shared_name=None if shared_name is None else f"{shared_name}_{i}",
                name=f"bucket_queue_{i}",
            )
            for i in range(num_buckets)
        ]
        batch = None if allow_smaller_final_batch or per_bucket else static
        top = tf.PaddingFIFOQueue(
            capacity=capacity,
            dtypes=[tf.int32, *types],
            shapes=[tf.TensorShape([])] + [tf.TensorShape([batch]).concatenate(s) for s in queues[0].shapes],
            shared_name=shared_name,
            name="top_queue",
        )

        def enqueue_which():
            enqueues = [
                tf.cond(tf.equal(which_bucket, i), functools.partial(queue.enqueue, flat), tf.no_op)
                for i, queue in enumerate(queues)
            ]
            return tf.group(*enqueues, name="group_enqueues")

        enqueue = _outputs.smart_cond(keep_input, enqueue_which, tf.no_op)
        to_top = []
        for i, (queue, size) in enumerate(zip(queues, sizes)):
            number = tf.constant(i)
            dequeue = queue.dequeue_up_to if allow_smaller_final_batch else queue.dequeue_many
            read = dequeue(size, name=f"read_bucket_{i}")
            read = list(read) if isinstance(read, (list, tuple)) else [read]
            to_top.append(top.enqueue([number, *read], name=f"enqueue_from_bucket_{i}"))
        closed = (tf.errors.OutOfRangeError, tf.errors.CancelledError)
        tf.train.add_queue_runner(
            tf.train.QueueRunner(
                queues[0],
                to_top,
                close_op=top.close(),
                cancel_op=top.close(cancel_pending_enqueues=True),
                queue_closed_exception_types=closed,
            )
        )
        tf.train.add_queue_runner(
            tf.train.QueueRunner(
                top,
                [enqueue] * num_threads,
                close_op=tf.group(*[q.close() for q in queues]),
                cancel_op=tf.group(*[q.close(cancel_pending_enqueues=True) for q in queues]),
                queue_closed_exception_types=closed,
            )
        )
        for queue in queues:
            tf.summary.scalar(f"bucket/{queue.name}/size", tf.cast(top.size(), tf.float32))
        tf.summary.scalar(
            f"bucket/{top.name}/fraction_of_{capacity}_full", tf.cast(top.size(), tf.float32) * (1.0 / capacity)
        )
        number, *dequeued = top.dequeue(name="dequeue_top")
        if len(dequeued) == 1:
            dequeued = dequeued[0]
        dequeued = _input._restore_sparse_tensors(dequeued, sparse_info)
        return number, _input._as_original_type(tensors, dequeued)


def _sparse(tensor) -> bool:
    return isinstance(tensor, tf.SparseTensor)


def bucket_by_sequence_length(
    input_length,
    tensors,
    batch_size,
    bucket_boundaries,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Batches of sequences of like length.

    Args:
        input_length: the example's length, an int32 scalar.
        tensors: one example: a list or dict of tensors.
        bucket_boundaries: growing lengths, each the first of the next bucket.

    Returns:
        the lengths [batch], and the batch in the structure of `tensors`.

    Raises:
        TypeError, ValueError: boundaries that are no growing integers.
    """
    flat = _input._as_tensor_list(tensors)
    if not isinstance(bucket_boundaries, (list, tuple)):
        raise TypeError(f"bucket_boundaries must be a list or tuple, but received: {bucket_boundaries}")
    if not bucket_boundaries:
        raise ValueError("bucket_boundaries must not be empty")
    for low, high in itertools.pairwise(bucket_boundaries):
        if not isinstance(low, int) or not isinstance(high, int):
            raise TypeError(f"bucket boundaries must be integers, but saw: {low} and {high}")
        if low >= high:
            raise ValueError(
                f"Buckets must contain sequential increasing lengths, but saw: {low} before {high}"
            )
    with tf.name_scope(name, "bucket_by_sequence_length", [input_length, *flat]) as name:
        input_length = tf.convert_to_tensor(input_length, dtype=tf.int32, name="input_length")
        from_, to = [_INT32.min, *bucket_boundaries], [*bucket_boundaries, _INT32.max]
        inside = tf.logical_and(tf.less_equal(from_, input_length), tf.less(input_length, to))
        which = tf.cast(tf.reduce_min(tf.where_v2(inside)), tf.int32)
        if shapes is not None:
            shapes = [tf.TensorShape([]), *shapes]
        _, dequeued = bucket(
            tensors=[input_length, *flat],
            which_bucket=which,
            batch_size=batch_size,
            num_buckets=len(bucket_boundaries) + 1,
            num_threads=num_threads,
            capacity=capacity,
            bucket_capacities=bucket_capacities,
            shapes=shapes,
            dynamic_pad=dynamic_pad,
            allow_smaller_final_batch=allow_smaller_final_batch,
            keep_input=keep_input,
            shared_name=shared_name,
        )
        return dequeued[0], _input._as_original_type(tensors, dequeued[1:])
