"""Functions that take functions."""

from __future__ import annotations

from tensorflow.python.ops import gen_functional_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.gen_functional_ops", "stateless_case")
def stateless_case(branch_index, input, Tout, branches, output_shapes=(), name=None):
    """`tf.switch_case`: 1.15 had one op for it, whether its branches keep state or not."""
    return gen_functional_ops.case(branch_index, input, Tout, branches, output_shapes=output_shapes, name=name)


@rebuild("tensorflow.python.ops.map_fn", "map_fn")
def map_fn(fn, *args, **kwargs):
    """`tf.map_fn`.

    Raises:
        TypeError: `fn` can't be called.
    """
    if not callable(fn):
        raise TypeError(f"fn must be callable, and is {fn!r}.")
    return map_fn.original(fn, *args, **kwargs)
