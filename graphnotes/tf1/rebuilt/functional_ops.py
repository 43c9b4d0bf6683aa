"""tf.switch_case: 1.15 had one op for it, whether its branches keep state or not."""

from __future__ import annotations

from tensorflow.python.ops import gen_functional_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.gen_functional_ops", "stateless_case")
def stateless_case(branch_index, input, Tout, branches, output_shapes=(), name=None):
    return gen_functional_ops.case(branch_index, input, Tout, branches, output_shapes=output_shapes, name=name)
