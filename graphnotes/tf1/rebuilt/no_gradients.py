"""Ops that had no gradient in 1.15 and have one today: asking for it is an error again, or gives None."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild

_NONE = frozenset({"EuclideanNorm"})  # declared not to be differentiable
_MISSING = frozenset(
    {
        "ClipByValue",
        "FakeQuantWithMinMaxArgsGradient",
        "FakeQuantWithMinMaxVarsGradient",
        "FakeQuantWithMinMaxVarsPerChannelGradient",
        "RandomShuffle",
        "ResizeBilinearGrad",
        "SegmentProd",
    }
)


@rebuild("tensorflow.python.framework.ops", "get_gradient_function")
def get_gradient_function(op):
    """The gradient of an op's type, or of the type that `Graph.gradient_override_map` or the op itself names.

    Raises:
        LookupError: there was none.
    """
    if op.type in _MISSING or op.type in _NONE:
        own = op._gradient_function is None and "_gradient_op_type" not in op.node_def.attr
        if own and op.type in _MISSING:
            raise LookupError(f"gradient registry has no entry for: {op.type}")
        if own:
            return None
    return get_gradient_function.original(op)
