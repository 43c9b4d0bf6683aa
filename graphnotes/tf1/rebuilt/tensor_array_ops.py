"""TensorArrays: their size is asked of the array, even when it was given as a number."""

from __future__ import annotations

from tensorflow.python.ops import gen_data_flow_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.tensor_array_ops", "_GraphTensorArray.size")
def size(self, name=None):
    """`TensorArray.size`: a TensorArraySizeV3 node."""
    return gen_data_flow_ops.tensor_array_size_v3(handle=self._handle, flow_in=self.flow, name=name)
