"""tf.contrib.slim: contrib's layers, argument scopes and variables under one name, and what trains and evaluates with them."""

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import framework as _framework
from graphnotes.tf1.overrides.contrib import layers as _layers
from graphnotes.tf1.overrides.contrib.framework._arg_scope import arg_scope_func_key
from graphnotes.tf1.overrides.contrib.layers import *
from graphnotes.tf1.overrides.contrib.layers._optimize import adaptive_clipping_fn
from graphnotes.tf1.overrides.contrib.layers._pooling import pool
from graphnotes.tf1.overrides.contrib.layers.summaries import (
    summarize_biases,
    summarize_variables,
    summarize_weights,
)

_FRAMEWORK = (
    "VariableDeviceChooser",
    "add_arg_scope",
    "add_model_variable",
    "arg_scope",
    "arg_scoped_arguments",
    "assert_global_step",
    "assert_or_get_global_step",
    "assign_from_checkpoint",
    "assign_from_checkpoint_fn",
    "assign_from_values",
    "assign_from_values_fn",
    "create_global_step",
    "current_arg_scope",
    "filter_variables",
    "get_global_step",
    "get_local_variables",
    "get_model_variables",
    "get_or_create_global_step",
    "get_trainable_variables",
    "get_unique_variable",
    "get_variable_full_name",
    "get_variables",
    "get_variables_by_name",
    "get_variables_by_suffix",
    "get_variables_to_restore",
    "global_variable",
    "has_arg_scope",
    "local_variable",
    "model_variable",
    "variable",
)
globals().update({name: getattr(_framework, name) for name in _FRAMEWORK})
train = tf.train

__all__ = [  # noqa: PLE0604
    *_layers.__all__,
    *_FRAMEWORK,
    "adaptive_clipping_fn",
    "arg_scope_func_key",
    "pool",
    "summarize_biases",
    "summarize_variables",
    "summarize_weights",
    "train",
]
