"""y = scale x + shift for the linear operator `scale` (tf.contrib.distributions.bijectors.AffineLinearOperator).

Events are vectors. A linear operator multiplies matrices, so samples [..., batch, k] are first made the columns of matrices
[batch, k, samples], and afterwards put back. The constants of shapes are in the graph because 1.15 had them there: an op's
seed is the number of ops before it.
"""

from __future__ import annotations

import contextlib

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import bijector_impl
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf


class SampleColumns:
    """Between samples [sample shape, batch shape, k] and columns [batch shape, k, number of samples].

    Args:
        batch_ndims: the rank of the batch shape, an int or a tensor.
    """

    name = "DistributionShape"

    def __init__(self, batch_ndims):
        with tf.name_scope(self.name), tf.name_scope("init"):
            self._batch_ndims = tf.convert_to_tensor(batch_ndims, tf.int32, name="batch_ndims")
            self._static_batch_ndims = tensor_util.constant_value(self._batch_ndims)
            if self._static_batch_ndims is None:
                tf.equal(self._batch_ndims, 0)
            self._event_ndims = tf.convert_to_tensor(1, tf.int32, name="event_ndims")

    def columns(self, x):
        """The columns, and the sample shape to be handed to `samples`."""
        with self._scope("make_batch_of_event_sample_matrices", x):
            sample, batch, event = self._parts(x)
            # with events that are vectors this chooses nothing, and left a constant in 1.15's graphs
            event = distribution_util.pick_vector(False, [1], event)
            x = tf.reshape(x, tf.concat([[-1], batch, event], 0))
            return distribution_util.rotate_transpose(x, shift=-1), sample

    def samples(self, x, sample_shape):
        """The samples that have these columns."""
        with self._scope("undo_make_batch_of_event_sample_matrices", x, sample_shape):
            sample_shape = tf.convert_to_tensor(sample_shape, name="sample_shape")
            x = distribution_util.rotate_transpose(x, shift=1)
            if self._static_batch_ndims is not None:
                _, batch, event = self._parts(x)
            else:
                batch, event = tf.shape(x)[1:-1], tf.shape(x)[-1:]
            return tf.reshape(x, tf.concat([sample_shape, batch, event], 0))

    def _parts(self, x):
        """The three parts of a shape, each a constant where it is known."""
        with self._scope("get_shape", x):
            ndims = self._sample_ndims(x)
            known = tensor_util.constant_value(ndims)
            zero = tf.zeros([], tf.int32, name="zero")
            starts = [[zero], [ndims], [ndims, self._batch_ndims]]
            sizes = [ndims, self._batch_ndims, self._event_ndims]
            names = ["sample_shape", "batch_shape", "event_shape"]
            if known is None:
                return [tf.slice(tf.shape(x), [sum(s)], [size]) for s, size in zip(starts, sizes)]
            batch = known + int(self._static_batch_ndims)
            bounds = [(0, known), (known, batch), (batch, batch + 1)]
            parts = []
            for start, size, name, (low, high) in zip(starts, sizes, names, bounds):
                part = x.shape[low:high]
                if part.is_fully_defined():
                    parts.append(tf.convert_to_tensor(part.as_list(), tf.int32, name=name))
                else:
                    parts.append(tf.slice(tf.shape(x), [sum(start)], [size]))
            return parts

    def _sample_ndims(self, x):
        with self._scope("get_shape", x):
            with self._scope("get_shape", x):
                rank = x.shape.ndims
                ndims = tf.rank(x, name="ndims") if rank is None else tf.convert_to_tensor(rank, tf.int32, name="ndims")
            if rank is None or self._static_batch_ndims is None:
                with tf.name_scope("sample_ndims"):
                    return ndims - self._batch_ndims - self._event_ndims
            if (found := rank - int(self._static_batch_ndims) - 1) < 0:
                raise ValueError(
                    f"expected batch_ndims({self._static_batch_ndims}) + event_ndims(1) <= ndims({rank}): "
                    "a value must have the distribution's batch dimensions"
                )
            return tf.convert_to_tensor(found, tf.int32, name="sample_ndims")

    @contextlib.contextmanager
    def _scope(self, name, *values):
        with tf.name_scope(self.name), tf.name_scope(name, values=[*values, self._batch_ndims, self._event_ndims]):
            yield


class AffineLinearOperator(bijector_impl.Bijector):
    """y = scale x + shift.

    Args:
        shift: [..., k], or None.
        scale: a tf.linalg.LinearOperator of matrices [..., k, k].
        validate_args: check when run that the scale is not singular.

    Raises:
        TypeError: the scale is no linear operator, or of another dtype than the shift.
        ValueError: `validate_args`, and the scale is not said to be non-singular.
    """

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_linear_operator"):
        self._graph_parents, self._name, self._validate_args = [], name, validate_args
        parents, dtype, batch_ndims = [], tf.float32, 0
        with self._name_scope("init", values=[shift]):
            if shift is not None:
                shift = tf.convert_to_tensor(shift, name="shift")
                parents, dtype = [shift], shift.dtype.base_dtype
            if scale is not None:
                self._check(shift, scale, validate_args)
                parents += scale.graph_parents
                dtype = scale.dtype.base_dtype
                if scale.tensor_rank is not None:
                    batch_ndims = scale.tensor_rank - 2
                else:
                    batch_ndims = scale.tensor_rank_tensor() - 2
                    parents += [batch_ndims]
            self._shift, self._scale = shift, scale
            self._columns = SampleColumns(batch_ndims)
            super().__init__(
                forward_min_event_ndims=1,
                graph_parents=parents,
                is_constant_jacobian=True,
                dtype=dtype,
                validate_args=validate_args,
                name=name,
            )

    @staticmethod
    def _check(shift, scale, validate_args):
        if not isinstance(scale, tf.linalg.LinearOperator):
            raise TypeError(f"scale is not an instance of tf.LinearOperator: {scale!r}")
        if shift is not None and shift.dtype.base_dtype != scale.dtype.base_dtype:
            raise TypeError(f"shift.dtype({shift.dtype}) is incompatible with scale.dtype({scale.dtype}).")
        if validate_args and not scale.is_non_singular:
            raise ValueError("Scale matrix must be non-singular.")

    @property
    def shift(self):
        """What is added."""
        return self._shift

    @property
    def scale(self):
        """The linear operator that multiplies."""
        return self._scale

    def _forward(self, x):
        if self._scale is not None:
            x, sample_shape = self._columns.columns(x)
            with tf.control_dependencies(self._assertions()):
                x = self._scale.matmul(x)
            x = self._columns.samples(x, sample_shape)
        return x if self._shift is None else x + self._shift

    def _inverse(self, y):
        x = y if self._shift is None else y - self._shift
        if self._scale is None:
            return x
        x, sample_shape = self._columns.columns(x)
        return self._columns.samples(self._scale.solve(x), sample_shape)

    def _forward_log_det_jacobian(self, x):
        if self._scale is None:
            return tf.constant(0.0, dtype=x.dtype.base_dtype)
        with tf.control_dependencies(self._assertions()):
            return self._scale.log_abs_determinant()

    def _assertions(self):
        return [self._scale.assert_non_singular()] if self._validate_args else []
