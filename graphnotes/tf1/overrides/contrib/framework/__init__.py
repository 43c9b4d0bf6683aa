"""tf.contrib.framework: argument scopes, variables and collections, checkpoints."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.framework import smart_cond as _smart
from tensorflow.python.framework.tensor_spec import BoundedTensorSpec, TensorSpec
from tensorflow.python.ops import check_ops as _check
from tensorflow.python.ops import init_ops as _init
from tensorflow.python.ops.data_flow_ops import RecordInput
from tensorflow.python.ops.sort_ops import argsort, sort
from tensorflow.python.util.deprecation import (
    deprecated,
    deprecated_arg_values,
    deprecated_args,
)

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework._arg_scope import (
    add_arg_scope,
    arg_scope,
    arg_scoped_arguments,
    current_arg_scope,
    has_arg_scope,
)
from graphnotes.tf1.overrides.contrib.framework._assign import (
    assign_from_checkpoint,
    assign_from_checkpoint_fn,
    assign_from_values,
    assign_from_values_fn,
)
from graphnotes.tf1.overrides.contrib.framework._checkpoints import (
    init_from_checkpoint,
    list_variables,
    load_checkpoint,
    load_variable,
)
from graphnotes.tf1.overrides.contrib.framework._checks import (
    assert_scalar_int,
    reduce_sum_n,
    remove_squeezable_dimensions,
    with_same_shape,
    with_shape,
)
from graphnotes.tf1.overrides.contrib.framework._variables import (
    VariableDeviceChooser,
    add_model_variable,
    filter_variables,
    get_local_variables,
    get_model_variables,
    get_trainable_variables,
    get_unique_variable,
    get_variable_full_name,
    get_variables,
    get_variables_by_name,
    get_variables_by_suffix,
    get_variables_to_restore,
    global_variable,
    local_variable,
    model_variable,
    variable,
)

assert_same_float_dtype = _check.assert_same_float_dtype
assert_scalar = _check.assert_scalar
convert_to_tensor_or_sparse_tensor = tf.convert_to_tensor_or_sparse_tensor
is_tensor = tf.is_tensor
py_func = tf.py_func

convolutional_delta_orthogonal = _init.convolutional_delta_orthogonal
convolutional_orthogonal_1d = _init.convolutional_orthogonal_1d
convolutional_orthogonal_2d = _init.convolutional_orthogonal_2d
convolutional_orthogonal_3d = _init.convolutional_orthogonal_3d
prepend_name_scope = ops.prepend_name_scope
strip_name_scope = ops.strip_name_scope
smart_case, smart_cond = _smart.smart_case, _smart.smart_cond
smart_constant_value = _smart.smart_constant_value

create_global_step = tf.train.create_global_step
get_global_step = tf.train.get_global_step
get_or_create_global_step = tf.train.get_or_create_global_step
assert_global_step = tf.train.assert_global_step


def assert_or_get_global_step(graph=None, global_step_tensor=None):
    """The given global step, checked; the graph's when none is given."""
    if global_step_tensor is None:
        return get_global_step(graph)
    assert_global_step(global_step_tensor)
    return global_step_tensor


def get_graph_from_inputs(op_input_list, graph=None):
    """The graph that all inputs belong to; ValueError when they belong to several."""
    return ops._get_graph_from_inputs(op_input_list, graph)


def get_name_scope() -> str:
    """The name scope the graph is in."""
    return tf.get_default_graph().get_name_scope()


def get_placeholders(graph) -> list:
    """Every placeholder of a graph."""
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Input graph needs to be a Graph: {graph}")
    return [op.outputs[0] for op in graph.get_operations() if op.type == "Placeholder"]


from graphnotes.tf1.overrides.contrib.framework._zeros import zero_initializer

__all__ = [
    "BoundedTensorSpec",
    "RecordInput",
    "TensorSpec",
    "VariableDeviceChooser",
    "add_arg_scope",
    "add_model_variable",
    "arg_scope",
    "arg_scoped_arguments",
    "argsort",
    "assert_global_step",
    "assert_or_get_global_step",
    "assert_same_float_dtype",
    "assert_scalar",
    "assert_scalar_int",
    "assign_from_checkpoint",
    "assign_from_checkpoint_fn",
    "assign_from_values",
    "assign_from_values_fn",
    "convert_to_tensor_or_sparse_tensor",
    "convolutional_delta_orthogonal",
    "convolutional_orthogonal_1d",
    "convolutional_orthogonal_2d",
    "convolutional_orthogonal_3d",
    "create_global_step",
    "current_arg_scope",
    "deprecated",
    "deprecated_arg_values",
    "deprecated_args",
    "filter_variables",
    "get_global_step",
    "get_graph_from_inputs",
    "get_local_variables",
    "get_model_variables",
    "get_name_scope",
    "get_or_create_global_step",
    "get_placeholders",
    "get_trainable_variables",
    "get_unique_variable",
    "get_variable_full_name",
    "get_variables",
    "get_variables_by_name",
    "get_variables_by_suffix",
    "get_variables_to_restore",
    "global_variable",
    "has_arg_scope",
    "init_from_checkpoint",
    "is_tensor",
    "list_variables",
    "load_checkpoint",
    "load_variable",
    "local_variable",
    "model_variable",
    "prepend_name_scope",
    "py_func",
    "reduce_sum_n",
    "remove_squeezable_dimensions",
    "smart_case",
    "smart_cond",
    "smart_constant_value",
    "sort",
    "strip_name_scope",
    "variable",
    "with_same_shape",
    "with_shape",
    "zero_initializer",
]
