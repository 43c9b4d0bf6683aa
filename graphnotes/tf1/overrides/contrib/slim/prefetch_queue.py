"""tf.contrib.slim.prefetch_queue: a queue that is filled ahead."""

from __future__ import annotations

from graphnotes.tf1 import root as tf

__all__ = ["prefetch_queue"]


def prefetch_queue(
    tensors, capacity=8, num_threads=1, dynamic_pad=False, shared_name=None, name=None
):
    """A queue of `tensors` (a list or a dictionary) that its runner fills.

    Args:
        dynamic_pad: let batches be padded where shapes are unknown.
    """
    names = sorted(tensors) if isinstance(tensors, dict) else None
    values = [tensors[n] for n in names] if names else tensors
    with tf.name_scope(name, "prefetch_queue", values):
        queue = (tf.PaddingFIFOQueue if dynamic_pad else tf.FIFOQueue)(
            capacity=capacity,
            dtypes=[value.dtype for value in values],
            shapes=[value.get_shape() for value in values],
            names=names,
            shared_name=shared_name,
        )
        runner = tf.train.QueueRunner(queue, [queue.enqueue(tensors)] * num_threads)
        tf.train.add_queue_runner(runner)
        tf.summary.scalar(f"fraction_of_{capacity}_full", tf.cast(queue.size(), tf.float32) * (1.0 / capacity))
        return queue
