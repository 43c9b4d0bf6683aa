"""Histograms: the number of bins isn't checked while they are counted."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import array_ops, clip_ops, math_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.histogram_ops", "histogram_fixed_width_bins")
def histogram_fixed_width_bins(values, value_range, nbins=100, dtype=dtypes.int32, name=None):
    """`tf.histogram_fixed_width_bins`: the bin of each value; those outside the range belong to the outermost."""
    with ops.name_scope(name, "histogram_fixed_width_bins", [values, value_range, nbins]):
        values = ops.convert_to_tensor(values, name="values")
        shape = array_ops.shape(values)
        values = array_ops.reshape(values, [-1])
        value_range = ops.convert_to_tensor(value_range, name="value_range")
        nbins = ops.convert_to_tensor(nbins, dtype=dtypes.int32, name="nbins")
        count = math_ops.cast(nbins, values.dtype)
        offset, width = values - value_range[0], value_range[1] - value_range[0]
        where = math_ops.floor(count * math_ops.truediv(offset, width, name="scaled_values"), name="indices")
        bins = math_ops.cast(clip_ops.clip_by_value(where, 0, count - 1), dtypes.int32)
        return array_ops.reshape(bins, shape)
