"""tensorflow.contrib.tensor_forest.python.tensor_forest: the graphs of random forests."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework._variables import VariableDeviceChooser
from graphnotes.tf1.overrides.contrib.tensor_forest._hparams import (
    CLASSIFICATION_LEAF_MODEL_TYPES,
    FINISH_TYPES,
    PRUNING_TYPES,
    REGRESSION_MODEL_TYPE,
    SPLIT_TYPES,
    ForestHParams,
    build_params_proto,
    parse_number_or_string_to_proto,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._messages import MESSAGES
from graphnotes.tf1.overrides.contrib.tensor_forest.python.ops import (
    data_ops,
    model_ops,
    stats_ops,
)

__all__ = [
    "CLASSIFICATION_LEAF_MODEL_TYPES",
    "FINISH_TYPES",
    "PRUNING_TYPES",
    "REGRESSION_MODEL_TYPE",
    "SPLIT_TYPES",
    "ForestHParams",
    "ForestVariables",
    "RandomForestGraphs",
    "RandomTreeGraphs",
    "TreeVariables",
    "build_params_proto",
    "get_epoch_variable",
    "parse_number_or_string_to_proto",
]


def get_epoch_variable():
    """The epoch that `limit_epochs` counts, as a vector of one; [0] when nothing counts epochs."""
    for variable in tf.local_variables():
        if "limit_epochs/epoch" in variable.op.name:
            return tf.reshape(variable, [1])
    return [0]


class TreeVariables:
    """The resources of one tree: `tree`, and `stats` if it is trained."""

    def __init__(self, params, tree_num, training, tree_config="", tree_stat=""):
        if not isinstance(getattr(params, "params_proto", None), MESSAGES["TensorForestParams"]):
            params.params_proto = build_params_proto(params)
        params.serialized_params_proto = params.params_proto.SerializeToString()
        self.stats = None
        if training:
            self.stats = stats_ops.fertile_stats_variable(params, tree_stat, self.get_tree_name("stats", tree_num))
        self.tree = model_ops.tree_variable(params, tree_config, self.stats, self.get_tree_name("tree", tree_num))

    def get_tree_name(self, name, num):
        return f"{name}-{num}"


class ForestVariables:
    """The resources of a forest's trees, by number."""

    def __init__(
        self,
        params,
        device_assigner,
        training=True,
        tree_variables_class=TreeVariables,
        tree_configs=None,
        tree_stats=None,
    ):
        self.variables = []
        with tf.device(device_assigner):  # these only say which device a tree is on
            self.device_dummies = [tf.get_variable(name=f"device_dummy_{i}", shape=0) for i in range(params.num_trees)]
        for i, dummy in enumerate(self.device_dummies):
            given = {}
            if tree_configs is not None:
                given["tree_config"] = tree_configs[i]
            if tree_stats is not None:
                given["tree_stat"] = tree_stats[i]
            with tf.device(dummy.device):
                self.variables.append(tree_variables_class(params, i, training, **given))

    def __setitem__(self, t, val):
        self.variables[t] = val

    def __getitem__(self, t):
        return self.variables[t]


class RandomForestGraphs:
    """The graphs that train and ask a forest.

    Args:
        params: a filled ForestHParams.
        tree_configs, tree_stats: for each tree a serialized message it starts from.
        device_assigner: a device function.
        training: whether the forest is trained.
    """

    def __init__(
        self,
        params,
        tree_configs=None,
        tree_stats=None,
        device_assigner=None,
        variables=None,
        tree_variables_class=TreeVariables,
        tree_graphs=None,
        training=True,
    ):
        self.params = params
        self.device_assigner = device_assigner or VariableDeviceChooser()
        tf.logging.info("Constructing forest with params = ")
        tf.logging.info(self.params.__dict__)
        self.variables = variables or ForestVariables(
            params,
            device_assigner=self.device_assigner,
            training=training,
            tree_variables_class=tree_variables_class,
            tree_configs=tree_configs,
            tree_stats=tree_stats,
        )
        kind = tree_graphs or RandomTreeGraphs
        self.trees = [kind(self.variables[i], params, i) for i in range(params.num_trees)]

    def _on_device(self, i):
        return tf.device(self.variables.device_dummies[i].device)

    def _bag_features(self, tree_num, input_data):
        columns = tf.split(value=input_data, num_or_size_splits=self.params.num_features, axis=1)
        return tf.concat([columns[i] for i in self.params.bagged_features[tree_num]], 1)

    def get_all_resource_handles(self):
        """The resources of all trees, then those of their statistics."""
        variables = [self.variables[i] for i in range(len(self.trees))]
        return [v.tree for v in variables] + [v.stats for v in variables]

    def training_graph(self, input_data, input_labels, num_trainers=1, trainer_id=0, **tree_kwargs):
        """The op that shows a batch to all trees, or to those of this trainer.

        Args:
            input_data: float32 [n, features], a SparseTensor, or a dict of columns.
            input_labels: [n] classes, or outputs [n] or [n, outputs].

        Raises:
            NotImplementedError: bagging with sparse features.
        """
        dense, sparse, spec = data_ops.ParseDataTensorOrDict(input_data)
        labels = data_ops.ParseLabelTensorOrDict(input_labels)
        share = self.params.num_trees / num_trainers
        steps = []
        for i in range(int(trainer_id * share), int((trainer_id + 1) * share)):
            with self._on_device(i):
                seed = self.params.base_random_seed
                seed += i if seed != 0 else 0
                data, shown = dense, labels
                if self.params.bagging_fraction < 1.0:
                    if sparse is not None:
                        raise NotImplementedError("Bagging not supported with sparse features.")
                    data, shown = self._bag(dense, labels, seed)
                if self.params.bagged_features:
                    if sparse is not None:
                        raise NotImplementedError("Feature bagging not supported with sparse features.")
                    data = self._bag_features(i, data)
                tree = self.trees[i]
                steps.append(tree.training_graph(data, shown, seed, data_spec=spec, sparse_features=sparse, **tree_kwargs))
        return tf.group(*steps, name="train")

    def _bag(self, data, labels, seed):
        number = tf.strided_slice(tf.shape(data), [0], [1])
        drawn = tf.random_uniform(number, seed=seed)
        mask = tf.less(drawn, tf.ones_like(drawn) * self.params.bagging_fraction)
        chosen = tf.squeeze(tf.where_v2(mask), axis=[1])
        return tf.gather(data, chosen), tf.gather(labels, chosen)

    def inference_graph(self, input_data, **inference_args):
        """What the forest answers.

        Returns:
            a tuple of: the mean of the trees' answers, float32 [n, outputs]; the nodes gone through, string [n, trees]
            serialized TreePath messages ([0, trees] without `inference_tree_paths`); the trees' variance [n, outputs].
        """
        dense, sparse, spec = data_ops.ParseDataTensorOrDict(input_data)
        answers, paths = [], []
        for i, tree in enumerate(self.trees):
            with self._on_device(i):
                data = dense
                if self.params.bagged_features:
                    if sparse is not None:
                        raise NotImplementedError("Feature bagging not supported with sparse features.")
                    data = self._bag_features(i, data)
                answer, path = tree.inference_graph(data, spec, sparse_features=sparse, **inference_args)
                answers.append(answer)
                paths.append(path)
        with self._on_device(0):
            number = self.params.num_trees
            together = tf.stack(answers, axis=1)
            mean = tf.div(tf.reduce_sum(together, 1), number, name="probabilities")
            tree_paths = tf.stack(paths, axis=1)
            squares = tf.div(tf.reduce_sum(together * together, 1), number)
            return mean, tree_paths, tf.maximum(0.0, squares - mean * mean)

    def average_size(self):
        """The trees' mean number of nodes."""
        sizes = []
        for i, tree in enumerate(self.trees):
            with self._on_device(i):
                sizes.append(tree.size())
        return tf.reduce_mean(tf.cast(tf.stack(sizes), tf.float32))

    def training_loss(self, features, labels, name="training_loss"):
        """What training brings down: the mean number of nodes, negative."""
        return tf.negative(self.average_size(), name=name)

    def validation_loss(self, features, labels):
        return tf.negative(self.average_size())

    def average_impurity(self):
        """The mean impurity of the leaves; in 1.15 trees had no such graph, here neither."""
        return tf.reduce_mean(tf.stack([tree.average_impurity() for tree in self.trees]))

    def feature_importances(self):
        """The share of nodes that test each feature: float64 [features]."""
        counts = [tree.feature_usage_counts() for tree in self.trees]
        total = tf.reduce_sum(tf.stack(counts, 0), 0)
        return total / tf.reduce_sum(total)


class RandomTreeGraphs:
    """The graphs that train and ask one tree."""

    def __init__(self, variables, params, tree_num):
        self.variables, self.params, self.tree_num = variables, params, tree_num

    def training_graph(
        self, input_data, input_labels, random_seed, data_spec, sparse_features=None, input_weights=None
    ):
        """The op that shows a batch to the tree."""
        tf.cast(get_epoch_variable(), tf.int32)  # 1.15 had this node, and no use for it
        weights = [] if input_weights is None else input_weights
        features = _features(input_data, sparse_features)
        tree, stats = self.variables.tree, self.variables.stats
        spec, params = data_spec.SerializeToString(), self.params.serialized_params_proto
        leaves = model_ops.traverse_tree_v4(tree, *features, input_spec=spec, params=params)
        updated = model_ops.update_model_v4(tree, leaves, input_labels, weights, params=params)
        finished = stats_ops.process_input_v4(
            tree, stats, *features, input_labels, weights, leaves, input_spec=spec, random_seed=random_seed, params=params
        )
        with tf.control_dependencies([updated]):
            return stats_ops.grow_tree_v4(tree, stats, finished, params=params)

    def inference_graph(self, input_data, data_spec, sparse_features=None):
        """What the tree answers, and the nodes gone through."""
        return model_ops.tree_predictions_v4(
            self.variables.tree,
            *_features(input_data, sparse_features),
            input_spec=data_spec.SerializeToString(),
            params=self.params.serialized_params_proto,
        )

    def size(self):
        """The number of nodes."""
        return model_ops.tree_size(self.variables.tree)

    def feature_usage_counts(self):
        """How many nodes test each feature."""
        return model_ops.feature_usage_counts(self.variables.tree, params=self.params.serialized_params_proto)


def _features(dense, sparse):
    """The four inputs that ops get features by."""
    dense = [] if dense is None else dense
    return (dense, [], [], []) if sparse is None else (dense, sparse.indices, sparse.values, sparse.dense_shape)
