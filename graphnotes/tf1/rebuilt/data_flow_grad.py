"""The gradient of a partition is stitched in order."""

from __future__ import annotations

from tensorflow.python.ops import array_ops, data_flow_ops, math_ops

from graphnotes.tf1.rebuilt import gradient


@gradient("DynamicPartition")
def _dynamic_partition(op, *grads):
    data, partitions = op.inputs
    shape = array_ops.shape(partitions)
    positions = array_ops.reshape(math_ops.range(math_ops.reduce_prod(shape)), shape)
    parts = data_flow_ops.dynamic_partition(positions, partitions, op.get_attr("num_partitions"))
    stitched = data_flow_ops.dynamic_stitch(parts, grads)
    return array_ops.reshape(stitched, array_ops.shape(data)), None
