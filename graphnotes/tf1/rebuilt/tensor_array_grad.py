"""Gradients of TensorArray writes: read back without waiting for the forward write."""

from __future__ import annotations

from tensorflow.python.ops import tensor_array_grad, tensor_array_ops

from graphnotes.tf1.rebuilt import gradient


def _gradient_array(op, flow):
    array = tensor_array_ops.TensorArray(
        dtype=op.get_attr("T"), handle=op.inputs[0], flow=flow, colocate_with_first_write_call=False
    )
    return array.grad(source=tensor_array_grad._GetGradSource(flow), flow=flow)


@gradient("TensorArrayWrite", "TensorArrayWriteV2", "TensorArrayWriteV3")
def _write(op, flow):
    return [None, None, _gradient_array(op, flow).read(op.inputs[1]), flow]


@gradient("TensorArrayScatter", "TensorArrayScatterV2", "TensorArrayScatterV3")
def _scatter(op, flow):
    return [None, None, _gradient_array(op, flow).gather(op.inputs[1]), flow]


@gradient("TensorArraySplit", "TensorArraySplitV2", "TensorArraySplitV3")
def _split(op, flow):
    return [None, _gradient_array(op, flow).concat(), None, flow]
