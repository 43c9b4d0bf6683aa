"""A forest's hyperparameters, and the message its ops get."""

from __future__ import annotations

import math
import numbers
import random

from google.protobuf import text_format

from graphnotes.tf1.overrides.contrib.tensor_forest import _tests
from graphnotes.tf1.overrides.contrib.tensor_forest._messages import (
    FOREST_ENUM_VALUES as E,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._messages import MESSAGES

CLASSIFICATION_LEAF_MODEL_TYPES = {
    "all_dense": (E["MODEL_DENSE_CLASSIFICATION"], E["STATS_DENSE_GINI"]),
    "all_sparse": (E["MODEL_SPARSE_CLASSIFICATION"], E["STATS_SPARSE_GINI"]),
    "sparse_then_dense": (E["MODEL_SPARSE_OR_DENSE_CLASSIFICATION"], E["STATS_SPARSE_THEN_DENSE_GINI"]),
}
REGRESSION_MODEL_TYPE = (E["MODEL_REGRESSION"], E["STATS_LEAST_SQUARES_REGRESSION"], E["COLLECTION_BASIC"])
FINISH_TYPES = {
    "basic": E["SPLIT_FINISH_BASIC"],
    "hoeffding": E["SPLIT_FINISH_DOMINATE_HOEFFDING"],
    "bootstrap": E["SPLIT_FINISH_DOMINATE_BOOTSTRAP"],
}
PRUNING_TYPES = {
    "none": E["SPLIT_PRUNE_NONE"],
    "half": E["SPLIT_PRUNE_HALF"],
    "quarter": E["SPLIT_PRUNE_QUARTER"],
    "10_percent": E["SPLIT_PRUNE_10_PERCENT"],
    "hoeffding": E["SPLIT_PRUNE_HOEFFDING"],
}
SPLIT_TYPES = {"less_or_equal": _tests.LESS_OR_EQUAL, "less": _tests.LESS}


class ForestHParams:
    """The hyperparameters of a forest. `num_classes` and `num_features` have to be given; `fill` works out the others.

    Args:
        num_trees: how many trees.
        max_nodes: how many nodes a tree has before it stops to grow.
        bagging_fraction: the share of each batch that a tree is shown.
        num_splits_to_consider: how many candidates a leaf chooses from; 0: by the number of features.
        feature_bagging_fraction: the share of the features that a tree is shown.
        split_after_samples: how many examples a leaf counts before it splits, a number or the text of a message that makes
            it depend on depth.
        model_name: "all_dense" or "all_sparse" counts of classes.
        split_pruning_name: which candidates are dropped on the way: "none", "half", "quarter", "10_percent", "hoeffding".
        collate_examples: count leaf by leaf.
        checkpoint_stats: save what was counted at the leaves too.
        initialize_average_splits: thresholds half way between two examples of different classes.
        inference_tree_paths: also say which nodes an example went through.
        param_file: a file of further parameters, the text of a TensorForestParams message.
        split_name: "less_or_equal" or "less": what goes to the left.
        num_classes: of classification; the number of outputs for regression.
        regression: whether outputs are numbers.
        base_random_seed: tree i draws with this plus i; 0 for others each time.
    """

    def __init__(
        self,
        num_trees=100,
        max_nodes=10000,
        bagging_fraction=1.0,
        num_splits_to_consider=0,
        feature_bagging_fraction=1.0,
        max_fertile_nodes=0,
        split_after_samples=250,
        valid_leaf_threshold=1,
        dominate_method="bootstrap",
        dominate_fraction=0.99,
        model_name="all_dense",
        split_finish_name="basic",
        split_pruning_name="none",
        prune_every_samples=0,
        early_finish_check_every_samples=0,
        collate_examples=False,
        checkpoint_stats=False,
        use_running_stats_method=False,
        initialize_average_splits=False,
        inference_tree_paths=False,
        param_file=None,
        split_name="less_or_equal",
        **kwargs,
    ):
        given = dict(locals())
        for name in ("self", "kwargs"):
            del given[name]
        self.__dict__.update(given, **kwargs)

    def values(self):
        """All of them, by name."""
        return self.__dict__

    def fill(self):
        """Work out what was not given; gives this object.

        Raises:
            AttributeError: no num_classes or num_features.
            TypeError: candidates are dropped, or leaves split early, and not said how often to look (as in 1.15, by a slip).
        """
        classes, features = self.num_classes, self.num_features
        self.bagged_num_features = int(self.feature_bagging_fraction * features)
        self.bagged_features = None
        if self.feature_bagging_fraction < 1.0:
            self.bagged_features = [random.sample(range(features), self.bagged_num_features) for _ in range(self.num_trees)]
        self.regression = getattr(self, "regression", False)
        self.num_outputs = classes if self.regression else 1
        self.num_output_columns = classes + 1
        self.num_splits_to_consider = self.num_splits_to_consider or min(max(10, math.floor(math.sqrt(features))), 1000)
        self.base_random_seed = getattr(self, "base_random_seed", 0)
        model, stats = REGRESSION_MODEL_TYPE[:2] if self.regression else CLASSIFICATION_LEAF_MODEL_TYPES[self.model_name]
        self.leaf_model_type, self.stats_model_type = model, stats
        self.finish_type = E["SPLIT_FINISH_BASIC"] if self.regression else FINISH_TYPES[self.split_finish_name]
        self.pruning_type = PRUNING_TYPES[self.split_pruning_name]
        if self.pruning_type == E["SPLIT_PRUNE_NONE"]:
            self.prune_every_samples = 0
        else:
            _require(self.prune_every_samples, "split_pruning_name", "prune_every_samples")
        if self.finish_type == E["SPLIT_FINISH_BASIC"]:
            self.early_finish_check_every_samples = 0
        else:
            _require(self.early_finish_check_every_samples, "split_finish_name", "early_finish_check_every_samples")
        self.split_type = SPLIT_TYPES[self.split_name]
        return self

def _require(value, option, name):
    if not value:
        raise TypeError(f"tf.contrib.tensor_forest.ForestHParams: with {option}, {name} has to be given; TensorFlow 1.15 has no default")


def parse_number_or_string_to_proto(proto, param):
    """Put a number, or the text of a DepthDependentParam, into that message."""
    if isinstance(param, numbers.Number):
        proto.constant_value = param
    elif param.isdigit():
        proto.constant_value = int(param)
    else:
        text_format.Merge(param, proto)


def build_params_proto(params):
    """The TensorForestParams message of filled hyperparameters."""
    proto = MESSAGES["TensorForestParams"](
        num_trees=params.num_trees,
        max_nodes=params.max_nodes,
        is_regression=params.regression,
        num_outputs=params.num_classes,
        num_features=params.num_features,
        leaf_type=params.leaf_model_type,
        stats_type=params.stats_model_type,
        collection_type=E["COLLECTION_BASIC"],
        inequality_test_type=params.split_type,
        collate_examples=params.collate_examples,
        checkpoint_stats=params.checkpoint_stats,
        use_running_stats_method=params.use_running_stats_method,
        initialize_average_splits=params.initialize_average_splits,
        inference_tree_paths=params.inference_tree_paths,
    )
    proto.pruning_type.type, proto.finish_type.type = params.pruning_type, params.finish_type
    parse_number_or_string_to_proto(proto.pruning_type.prune_every_samples, params.prune_every_samples)
    parse_number_or_string_to_proto(proto.finish_type.check_every_steps, params.early_finish_check_every_samples)
    parse_number_or_string_to_proto(proto.split_after_samples, params.split_after_samples)
    parse_number_or_string_to_proto(proto.num_splits_to_consider, params.num_splits_to_consider)
    proto.dominate_fraction.constant_value = params.dominate_fraction
    if params.param_file:
        with open(params.param_file, encoding="utf-8") as file:
            text_format.Merge(file.read(), proto)
    return proto
