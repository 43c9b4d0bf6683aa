"""The protocol messages of decision trees: a forest's parameters and what its checkpoints hold, as TensorFlow 1.15 wrote them.

They live in a pool of their own, so that another copy of them in the process is never in the way.
"""

from __future__ import annotations

import re

from google.protobuf import (
    any_pb2,
    descriptor_pb2,
    descriptor_pool,
    message_factory,
    wrappers_pb2,
)
from google.protobuf.internal import enum_type_wrapper

_TREES, _FOREST = "tensorflow.decision_trees", "tensorflow.tensorforest"

# message: fields, each "number name type", with * when repeated and ^oneof when a member of that oneof
_OF_TREES = {
    "Value": "1 float_value float ^value, 2 double_value double ^value, 3 int32_value int32 ^value, 4 int64_value int64 ^value, "
    "5 custom_value Any ^value",
    "Vector": "1 value Value*",
    "SparseValueEntry": "1 key int64, 2 value Value",
    "SparseVector": "1 sparse_value SparseValueEntry*",
    "Leaf": "1 vector Vector ^leaf, 2 sparse_vector SparseVector ^leaf, 3 additional_data Any*",
    "FeatureId": "1 id StringValue, 2 additional_data Any*",
    "ObliqueFeatures": "1 features FeatureId*, 2 weights float*",
    "InequalityTest": "1 feature_id FeatureId ^FeatureSum, 4 oblique ObliqueFeatures ^FeatureSum, 2 type Type, 3 threshold Value",
    "MatchingValuesTest": "1 feature_id FeatureId, 2 value Value*, 3 inverse bool",
    "BinaryNode": "1 left_child_id Int32Value, 2 right_child_id Int32Value, 3 default_direction Direction, "
    "4 inequality_left_child_test InequalityTest ^left_child_test, 5 custom_left_child_test Any ^left_child_test",
    "TreeNode": "1 node_id Int32Value, 2 depth Int32Value, 3 subtree_size Int32Value, 4 binary_node BinaryNode ^node_type, "
    "5 leaf Leaf ^node_type, 6 custom_node_type Any ^node_type, 7 additional_data Any*",
    "DecisionTree": "1 nodes TreeNode*, 2 additional_data Any*",
    "Model": "1 decision_tree DecisionTree ^model, 3 custom_model Any ^model, 4 additional_data Any*",
}
_OF_FORESTS = {
    "SplitPruningConfig": "1 prune_every_samples DepthDependentParam, 2 type SplitPruningStrategyType",
    "SplitFinishConfig": "1 check_every_steps DepthDependentParam, 2 type SplitFinishStrategyType",
    "LinearParam": "1 slope float, 2 y_intercept float, 3 min_val float, 4 max_val float",
    "ExponentialParam": "1 bias float, 2 base float, 3 multiplier float, 4 depth_multiplier float",
    "ThresholdParam": "1 on_value float, 2 off_value float, 3 threshold float",
    "DepthDependentParam": "1 constant_value float ^ParamType, 2 linear LinearParam ^ParamType, "
    "3 exponential ExponentialParam ^ParamType, 4 threshold ThresholdParam ^ParamType",
    "TensorForestParams": "1 leaf_type LeafModelType, 2 stats_type StatsModelType, 3 collection_type SplitCollectionType, "
    "4 pruning_type SplitPruningConfig, 5 finish_type SplitFinishConfig, 6 num_trees int32, 7 max_nodes int32, 21 num_features int32, "
    "19 inequality_test_type InequalityTest.Type, 8 is_regression bool, 9 drop_final_class bool, 10 collate_examples bool, "
    "11 checkpoint_stats bool, 20 use_running_stats_method bool, 22 initialize_average_splits bool, 23 inference_tree_paths bool, "
    "12 num_outputs int32, 13 num_splits_to_consider DepthDependentParam, 14 split_after_samples DepthDependentParam, "
    "15 dominate_fraction DepthDependentParam, 18 min_split_samples DepthDependentParam, 16 graph_dir string, "
    "17 num_select_features int32, 24 num_classes_to_track int32",
    "GiniStats": "2 square float",
    "ClassStats": "1 dense_counts Vector ^counts, 2 sparse_counts SparseVector ^counts, 3 gini GiniStats",
    "RegressionStats": "1 mean_output Vector, 2 mean_output_squares Vector",
    "LeafStat": "3 weight_sum float, 1 classification ClassStats ^leaf_stat, 2 regression RegressionStats ^leaf_stat",
    "SplitCandidate": "1 split BinaryNode, 4 left_stats LeafStat, 5 right_stats LeafStat, 6 unique_id string",
    "FertileSlot": "4 leaf_stats LeafStat, 1 candidates SplitCandidate*, 6 post_init_leaf_stats LeafStat, 5 node_id int32, 7 depth int32",
    "FertileStats": "1 node_to_slot FertileSlot*",
    "TreePath": "1 nodes_visited TreeNode*",
}
_ENUMS_OF_TREES = {
    "InequalityTest.Type": "LESS_OR_EQUAL 0, LESS_THAN 1, GREATER_OR_EQUAL 2, GREATER_THAN 3",
    "BinaryNode.Direction": "LEFT 0, RIGHT 1",
}
_ENUMS_OF_FORESTS = {
    "LeafModelType": "MODEL_DENSE_CLASSIFICATION 0, MODEL_SPARSE_CLASSIFICATION 1, MODEL_REGRESSION 2, "
    "MODEL_SPARSE_OR_DENSE_CLASSIFICATION 3",
    "StatsModelType": "STATS_DENSE_GINI 0, STATS_SPARSE_GINI 1, STATS_LEAST_SQUARES_REGRESSION 2, "
    "STATS_SPARSE_THEN_DENSE_GINI 3, STATS_FIXED_SIZE_SPARSE_GINI 4",
    "SplitCollectionType": "COLLECTION_BASIC 0, GRAPH_RUNNER_COLLECTION 1",
    "SplitPruningStrategyType": "SPLIT_PRUNE_NONE 0, SPLIT_PRUNE_HALF 1, SPLIT_PRUNE_QUARTER 2, SPLIT_PRUNE_10_PERCENT 3, "
    "SPLIT_PRUNE_HOEFFDING 4",
    "SplitFinishStrategyType": "SPLIT_FINISH_BASIC 0, SPLIT_FINISH_DOMINATE_HOEFFDING 2, SPLIT_FINISH_DOMINATE_BOOTSTRAP 3",
}
_WELL_KNOWN = {"Any": any_pb2, "StringValue": wrappers_pb2, "Int32Value": wrappers_pb2}
_Field = descriptor_pb2.FieldDescriptorProto


def _add_enum(holder, name: str, members: str) -> None:
    enum = holder.enum_type.add(name=name)
    for member, number in re.findall(r"(\w+) (\d+)", members):
        enum.value.add(name=member, number=int(number))


def _add_message(file, name: str, fields: str, kinds: dict[str, tuple[int, str]]) -> None:
    message = file.message_type.add(name=name)
    oneofs: dict[str, int] = {}
    for number, field_name, kind, star, oneof in re.findall(r"(\d+) (\w+) ([\w.]+)(\*?)(?: \^(\w+))?", fields):
        field = message.field.add(name=field_name, number=int(number))
        field.label = _Field.LABEL_REPEATED if star else _Field.LABEL_OPTIONAL
        known = kinds.get(f"{name}.{kind}") or kinds.get(kind)
        if known is None:
            field.type = getattr(_Field, f"TYPE_{kind.upper()}")
        else:
            field.type, field.type_name = known
        if oneof:
            if oneof not in oneofs:
                oneofs[oneof] = len(message.oneof_decl)
                message.oneof_decl.add(name=oneof)
            field.oneof_index = oneofs[oneof]


def _declare():
    pool = descriptor_pool.DescriptorPool()
    kinds = {}
    for name, module in _WELL_KNOWN.items():
        pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
        kinds[name] = (_Field.TYPE_MESSAGE, f".google.protobuf.{name}")
    classes = {}
    for file_name, package, messages, enums, needed in (
        ("decision_trees/proto/generic_tree_model", _TREES, _OF_TREES, _ENUMS_OF_TREES, list(_WELL_KNOWN.values())),
        ("tensor_forest/proto/tensor_forest", _FOREST, _OF_FORESTS, _ENUMS_OF_FORESTS, []),
    ):
        file = descriptor_pb2.FileDescriptorProto(name=f"tensorflow/contrib/{file_name}.proto", package=package, syntax="proto3")
        file.dependency.extend(dict.fromkeys(m.DESCRIPTOR.name for m in needed))
        if package == _FOREST:
            file.dependency.append("tensorflow/contrib/decision_trees/proto/generic_tree_model.proto")
        kinds |= {name: (_Field.TYPE_MESSAGE, f".{package}.{name}") for name in messages}
        kinds |= {name: (_Field.TYPE_ENUM, f".{package}.{name}") for name in enums}
        for name, fields in messages.items():
            _add_message(file, name, fields, kinds)
        for name, members in enums.items():
            outer, _, inner = name.rpartition(".")
            holder = next((m for m in file.message_type if m.name == outer), file)
            _add_enum(holder, inner, members)
        pool.Add(file)
        for name in messages:
            classes[name] = message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{package}.{name}"))
        for name in enums:
            if "." not in name:
                classes[name] = enum_type_wrapper.EnumTypeWrapper(pool.FindEnumTypeByName(f"{package}.{name}"))
    return classes


MESSAGES = _declare()
FOREST_ENUM_VALUES = {
    member: int(number) for members in _ENUMS_OF_FORESTS.values() for member, number in re.findall(r"(\w+) (\d+)", members)
}
