"""TensorArrays: their size is asked of the array, even when it was given as a number, and is not known before."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.ops import gen_data_flow_ops, math_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.tensor_array_ops"


@rebuild(_MODULE, "_GraphTensorArray.size")
def size(self, name=None):
    """`TensorArray.size`: a TensorArraySizeV3 node."""
    return gen_data_flow_ops.tensor_array_size_v3(handle=self._handle, flow_in=self.flow, name=name)


@rebuild(_MODULE, "_GraphTensorArray.stack")
def stack(self, name=None):
    """`TensorArray.stack`: gathers every element."""
    with ops.colocate_with(self._handle), ops.name_scope(name, "TensorArrayStack", [self._handle]):
        return self.gather(math_ops.range(0, self.size()), name=name)


@rebuild(_MODULE, "_GraphTensorArray.concat")
def concat(self, name=None):
    """`TensorArray.concat`: how long the result is isn't known before it runs."""
    value, _ = gen_data_flow_ops.tensor_array_concat_v3(
        handle=self._handle,
        flow_in=self._flow,
        dtype=self._dtype,
        name=name,
        element_shape_except0=self.element_shape[1:],
    )
    if self.element_shape:
        value.set_shape([None, *self.element_shape.dims[1:]])
    return value
