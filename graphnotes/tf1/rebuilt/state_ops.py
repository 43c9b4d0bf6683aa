"""The scattered updates of a variable keep their name: today's wrappers hand it on as another argument."""

from __future__ import annotations

from tensorflow.python.ops import gen_state_ops, state_ops

from graphnotes.tf1.rebuilt import rebuild


def _keeps_its_name(function: str) -> None:
    kernel = getattr(gen_state_ops, function)

    @rebuild("tensorflow.python.ops.state_ops", function)
    def scatter(ref, indices, updates, use_locking=function == "scatter_nd_update", name=None):
        if ref.dtype._is_ref_dtype:
            return kernel(ref, indices, updates, use_locking=use_locking, name=name)
        return scatter.original(ref, indices, updates, use_locking, name)

    scatter.__name__ = function
    scatter.__doc__ = getattr(state_ops, function).__doc__


for _function in ("scatter_nd_update", "scatter_nd_add", "scatter_nd_sub"):
    _keeps_its_name(_function)
