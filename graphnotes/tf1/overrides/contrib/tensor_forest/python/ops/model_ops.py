"""tensorflow.contrib.tensor_forest.python.ops.model_ops: trees, where examples lead in them, and what they answer."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest import _resource, _state
from graphnotes.tf1.overrides.contrib.tensor_forest._inputs import (
    batch_of,
    classes_or_outputs,
    inputs_of,
    weights_of,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._tree import Tree

__all__ = [
    "TreeVariable",
    "TreeVariableSavable",
    "feature_usage_counts",
    "traverse_tree_v4",
    "tree_predictions_v4",
    "tree_size",
    "tree_variable",
    "update_model_v4",
]

_FEATURES = (("input_data", tf.float32), ("sparse_input_indices", tf.int64), ("sparse_input_values", tf.float32))
FEATURES = (*_FEATURES, ("sparse_input_shape", tf.int64))


class TreeVariableSavable(_resource.Savable):
    """How a tree is saved and restored: a Model message."""

    kind = "Tree"

    def __init__(self, params, tree_handle, stats_handle, create_op, name):
        super().__init__(params, tree_handle, create_op, name)


class TreeVariable(_resource.Variable):
    """A tree of a session."""

    kind, config_name, make = "Tree", "tree_config", Tree

    def __init__(self, params, tree_config, stats_handle, name, container=None):
        super().__init__(params, tree_config, name, container)


def tree_variable(params, tree_config, stats_handle, name, container=None):
    """A tree that is initialized with the session's resources, and saved.

    Args:
        params: a ForestHParams with its `serialized_params_proto`.
        tree_config: a serialized Model message, or an empty string for a tree of one leaf.
        stats_handle: the resource of its statistics.

    Returns:
        its resource.
    """
    with tf.name_scope(name, "TreeVariable") as scope:
        variable = TreeVariable(params, tree_config, stats_handle, scope, container)
        return _resource.register(variable, lambda handle, *rest: TreeVariableSavable(params, handle, stats_handle, *rest))


def traverse_tree_v4(
    tree_handle, input_data, sparse_input_indices, sparse_input_values, sparse_input_shape, input_spec, params, name=None
):
    """The leaf of each example: int32 [n]."""
    values = (input_data, sparse_input_indices, sparse_input_values, sparse_input_shape)
    with inputs_of("TraverseTreeV4", FEATURES, values, name) as (scope, tensors):
        leaves = _state.node("TraverseTreeV4", _traverse, [tree_handle], tensors, [tf.int32], name=scope)
    leaves.set_shape([tensors[0].shape[0] if tensors[0].shape.rank == 2 else None])
    return leaves


def tree_predictions_v4(
    tree_handle, input_data, sparse_input_indices, sparse_input_values, sparse_input_shape, input_spec, params, name=None
):
    """What a tree answers.

    Returns:
        float32 [n, outputs], and the nodes each example went through: string [n], each a serialized TreePath message, when
        the forest's `inference_tree_paths` is set, else string [0].
    """
    values = (input_data, sparse_input_indices, sparse_input_values, sparse_input_shape)
    with inputs_of("TreePredictionsV4", FEATURES, values, name) as (scope, tensors):
        found, paths = _state.node("TreePredictionsV4", _predict, [tree_handle], tensors, [tf.float32, tf.string], name=scope)
    found.set_shape([tensors[0].shape[0] if tensors[0].shape.rank == 2 else None, None])
    paths.set_shape([None])
    return found, paths


def update_model_v4(tree_handle, leaf_ids, input_labels, input_weights, params, name=None):
    """The op that counts a batch's labels in the leaves of the tree."""
    arguments = (("leaf_ids", tf.int32), ("input_labels", tf.float32), ("input_weights", tf.float32))
    with inputs_of("UpdateModelV4", arguments, (leaf_ids, input_labels, input_weights), name) as (scope, tensors):
        return _state.node("UpdateModelV4", _update, [tree_handle], tensors, [], name=scope)


def tree_size(tree_handle, name=None):
    """How many nodes a tree has: int32 []."""
    size = _state.node("TreeSize", _size, [tree_handle], [], [tf.int32], name=name)
    size.set_shape([])
    return size


def feature_usage_counts(tree_handle, params, name=None):
    """How many nodes of a tree test each feature: int32 [num_features]."""
    counts = _state.node("FeatureUsageCounts", _count_features, [tree_handle], [], [tf.int32], name=name)
    counts.set_shape([None])
    return counts


def _traverse(tree, *features):
    with tree.lock:
        return [tree.leaves(batch_of(*features))]


def _predict(tree, *features):
    batch = batch_of(*features)
    with tree.lock:
        paths = tree.paths(batch) if tree.params.inference_tree_paths else []
        return [tree.predictions(tree.leaves(batch)), np.array(paths, object)]


def _update(tree, leaves, labels, weights):
    with tree.lock:
        labels = classes_or_outputs(tree.params, labels)
        tree.update(leaves, labels, weights_of(weights, len(leaves)))
    return []


def _size(tree):
    return [np.int32(len(tree))]


def _count_features(tree):
    with tree.lock:
        return [tree.feature_counts()]
