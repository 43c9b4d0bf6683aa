"""tensorflow.contrib.tensor_forest.python.ops.stats_ops: what is counted at a tree's leaves, and the ops that make it grow."""

from __future__ import annotations

import functools

import numpy as np
from tensorflow.python.ops import resources
from tensorflow.python.training import saver

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest import _state
from graphnotes.tf1.overrides.contrib.tensor_forest._inputs import (
    batch_of,
    classes_or_outputs,
    inputs_of,
    kinds_in,
    weights_of,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._stats import Stats
from graphnotes.tf1.overrides.contrib.tensor_forest.python.ops.model_ops import (
    FEATURES,
    create_op,
)

__all__ = [
    "FertileStatsVariable",
    "FertileStatsVariableSavable",
    "fertile_stats_variable",
    "finalize_tree",
    "grow_tree_v4",
    "process_input_v4",
]


class FertileStatsVariableSavable(saver.BaseSaverBuilder.SaveableObject):
    """How statistics are saved and restored: a FertileStats message under the name of their resource."""

    def __init__(self, params, stats_handle, create_op, name):
        self.params, self._stats_handle, self._create_op = params, stats_handle, create_op
        serialized = _state.node("FertileStatsSerialize", _serialize, [stats_handle], [], [tf.string])
        serialized.set_shape([])
        super().__init__(stats_handle, [saver.BaseSaverBuilder.SaveSpec(serialized, "", name)], name)

    def restore(self, restored_tensors, unused_restored_shapes):
        """The op that restores the statistics."""
        with tf.control_dependencies([self._create_op]):
            return _state.node("FertileStatsDeserialize", _deserialize, [self._stats_handle], [restored_tensors[0]], [])


class FertileStatsVariable:
    """The statistics of a session's tree: their resource and the op that makes them."""

    def __init__(self, params, stats_config, name, container=None):
        self._params, self._config = params, stats_config
        self._init_op = None
        self.resource_handle = _state.handle(name, name.rstrip("/"), container)

    @property
    def initializer(self):
        if self._init_op is None:
            self._init_op = create_op(
                "CreateFertileStatsVariable", self.resource_handle, "stats_config", self._config, self._params, Stats
            )
        return self._init_op

    def is_initialized(self):
        return _state.is_initialized(self.resource_handle, "FertileStatsIsInitializedOp")


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
        create_op, is_initialized = variable.initializer, variable.is_initialized()
        handle = variable.resource_handle
        tf.add_to_collection(
            tf.GraphKeys.SAVEABLE_OBJECTS, FertileStatsVariableSavable(params, handle, create_op, handle.name)
        )
        resources.register_resource(handle, create_op, is_initialized)
        return handle


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


def _serialize(stats):
    with stats.lock:
        return [np.array(stats.serialized(), object)]


def _deserialize(stats, config):
    with stats.lock:
        stats.restore(config)
    return []


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
