"""Nodes that call a formula of 1.15, and stand in for the node of that name."""

from __future__ import annotations

import functools

import tensorflow as tf
from tensorflow.core.framework import attr_value_pb2
from tensorflow.python.framework import function, ops

from graphnotes.tf1.rebuilt import rebuild, stand_ins
from graphnotes.tf1.rebuilt.exact.formulas import FORMULAS


@functools.cache
def _function(op_type: str, dtype: tf.DType, inputs: int) -> function._DefinedFunction:
    name = f"{stand_ins.PREFIX}{op_type}_{dtype.name}"
    with tf.Graph().as_default():
        defined = function.Defun(*[dtype] * inputs, func_name=name, noinline=True)(FORMULAS[op_type][dtype])
        defined.add_to_graph(ops.get_default_graph())
    # the graph's optimizer passes over functions with this mark, thinking that tf.data optimizes them; see also `_as_written`
    defined._set_c_attrs({"_tf_data_function": attr_value_pb2.AttrValue(b=True)})
    return defined


@functools.cache
def _as_written() -> attr_value_pb2.AttrValue:
    """The settings under which a formula runs: no optimizer may put its sums in another order."""
    config = tf.compat.v1.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return attr_value_pb2.AttrValue(s=config.SerializeToString())


@rebuild("tensorflow.python.framework.ops", "Graph._create_op_internal")
def create_op_internal(self, op_type, inputs, dtypes=None, input_types=None, name=None, attrs=None, op_def=None, compute_device=True):
    """Creates a node; one with a formula for its dtype as a call of that. Bodies of functions keep today's kernels."""
    dtype = inputs[0].dtype if op_type in FORMULAS and inputs else None
    if dtype not in FORMULAS.get(op_type, ()) or self.building_function:
        return create_op_internal.original(self, op_type, inputs, dtypes, input_types, name, attrs, op_def, compute_device)
    called = _function(op_type, dtype, len(inputs))
    call = {
        "Tin": attr_value_pb2.AttrValue(list={"type": [dtype.as_datatype_enum] * len(inputs)}),
        "Tout": attr_value_pb2.AttrValue(list={"type": [dtype.as_datatype_enum]}),
        "f": attr_value_pb2.AttrValue(func={"name": called.name}),
        "config_proto": _as_written(),
        **{key: value for key, value in (attrs or {}).items() if key.startswith("_")},
    }
    return stand_ins.create(
        self, op_type, called, inputs, op_type if name is None else name, "PartitionedCall", call,
        create_op_internal.original, input_types=input_types, compute_device=compute_device)  # fmt: skip
