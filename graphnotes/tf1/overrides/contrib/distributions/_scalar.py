"""Distributions of numbers, one for each element that the parameters broadcast to."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


class Scalar(tf.distributions.Distribution):
    """A distribution whose events are scalars and whose batch is the shape that `_batch_parameters` broadcast to."""

    _batch_parameters: tuple[str, ...] = ()

    def _batch_values(self) -> list:
        return [getattr(self, name) for name in self._batch_parameters]

    def _batch_shape_tensor(self):
        first, *others = [tf.shape(value) for value in self._batch_values()]
        for other in others:
            first = tf.broadcast_dynamic_shape(first, other)
        return first

    def _batch_shape(self):
        first, *others = [value.shape for value in self._batch_values()]
        for other in others:
            first = tf.broadcast_static_shape(first, other)
        return first

    def _event_shape_tensor(self):
        return tf.constant([], dtype=tf.int32)

    def _event_shape(self):
        return tf.TensorShape([])
