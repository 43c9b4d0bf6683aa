"""The gradient of fused batch normalization passes on all five outputs of its op, those for mean and variance too."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.nn_grad", "_BaseFusedBatchNormGrad")
def fused_batch_norm_grad(op, version, *grad):
    gradients = fused_batch_norm_grad.original(op, version, *grad)
    if op.get_attr("is_training"):
        return gradients[0].op.outputs[:5]
    return gradients
