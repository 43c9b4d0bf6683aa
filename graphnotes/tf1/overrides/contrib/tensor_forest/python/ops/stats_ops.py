"""tensorflow.contrib.tensor_forest.python.ops.stats_ops: what is counted at a tree's leaves, and the ops that make it grow."""

from __future__ import annotations

import functools

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest import _resource, _state
from graphnotes.tf1.overrides.contrib.tensor_forest._inputs import (
    batch_of,
    classes_or_outputs,
    inputs_of,
    kinds_in,
    weights_of,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._stats import Stats
from graphnotes.tf1.overrides.contrib.tensor_forest.python.ops.model_ops import FEATURES

__all__ = [
    "FertileStatsVariable",
    "FertileStatsVariableSavable",
    "fertile_stats_variable",
    "finalize_tree",
    "grow_tree_v4",
    "process_input_v4",
]


class FertileStatsVariableSavable(_resource.Savable):
    """How statistics are saved and restored: a FertileStats message."""

    kind = "FertileStats"

    def __init__(self, params, stats_handle, create_op, name):
        super().__init__(params, stats_handle, create_op, name)


class FertileStatsVariable(_resource.Variable):
    """The statistics of a session's tree."""

    kind, config_name, make = "FertileStats", "stats_config", Stats

    def __init__(self, params, stats_config, name, container=None):
        super().__init__(params, stats_config, name, container)


def fertile_stats_variable(params, stats_config, name, container=None):
    """Statistics that are initialized with the session's resources, and saved.

    Args:
        params: a ForestHParams with its `serialized_params_proto`.
        stats_config: a serialized FertileStats message, or an empty string for those of a new tree.

    Returns:
        their resource.
    """
    with tf.name_scope(name, "FertileStatsVariable") as scope:
        variable = FertileStatsVariable(params, stats_config, scope, container)
        return _resource.register(variable, functools.partial(FertileStatsVariableSavable, params))


def process_input_v4(
    tree_handle,
    stats_handle,
    input_data,
    sparse_input_indices,
    sparse_input_values,
    sparse_input_shape,
    input_labels,
    input_weights,
    leaf_ids,
    random_seed,
    input_spec,
    params,
    name=None,
):
    """The op that counts a batch at its leaves.

    Args:
        input_data: float32 [n, features]; the sparse arguments are the parts of a SparseTensor, or empty.
        input_labels: float32 [n] or, for regression, [n, outputs].
        input_weights: float32 [n], or empty.
        leaf_ids: int32 [n], of `traverse_tree_v4`.
        random_seed: that of the features drawn, 0 for others each time.
        input_spec: what the features are, a serialized TensorForestDataSpec.

    Returns:
        the leaves that can split: int32 [leaves].
    """
    arguments = (*FEATURES, ("input_labels", tf.float32), ("input_weights", tf.float32), ("leaf_ids", tf.int32))
    values = (input_data, sparse_input_indices, sparse_input_values, sparse_input_shape, input_labels, input_weights, leaf_ids)
    kernel = functools.partial(_process, random_seed, kinds_in(input_spec))
    with inputs_of("ProcessInputV4", arguments, values, name) as (scope, tensors):
        finished = _state.node(
            "ProcessInputV4",
            kernel,
            [tree_handle, stats_handle],
            tensors,
            [tf.int32],
            key=(random_seed, input_spec),
            name=scope,
        )
    finished.set_shape([None])
    return finished


def grow_tree_v4(tree_handle, stats_handle, finished_nodes, params, name=None):
    """The op that splits leaves."""
    with inputs_of("GrowTreeV4", [("finished_nodes", tf.int32)], [finished_nodes], name) as (scope, tensors):
        return _state.node("GrowTreeV4", _grow, [tree_handle, stats_handle], tensors, [], name=scope)


def finalize_tree(tree_handle, stats_handle, params, name=None):
    """1.15's op of this name ended the process ("FinalizeTreeOp is disabled for now")."""
    raise NotImplementedError(
        "tf.contrib.tensor_forest's finalize_tree was switched off in TensorFlow 1.15; predictions are normalized without it"
    )


def _process(seed, kinds, tree, stats, dense, indices, values, shape, labels, weights, leaves):
    with stats.lock, tree.lock:
        batch = batch_of(dense, indices, values, shape, kinds)
        labels = classes_or_outputs(stats.params, labels)
        growing = len(tree) < stats.params.max_nodes
        return [np.array(stats.add(batch, labels, weights_of(weights, len(leaves)), leaves, seed, growing), np.int32)]


def _grow(tree, stats, finished):
    with stats.lock, tree.lock:
        stats.grow(tree, finished.tolist())
    return []
