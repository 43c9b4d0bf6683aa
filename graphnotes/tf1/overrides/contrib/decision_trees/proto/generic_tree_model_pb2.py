"""tensorflow.contrib.decision_trees.proto.generic_tree_model_pb2: decision trees as protocol messages."""

from graphnotes.tf1.overrides.contrib.tensor_forest._messages import MESSAGES

BinaryNode = MESSAGES["BinaryNode"]
DecisionTree = MESSAGES["DecisionTree"]
FeatureId = MESSAGES["FeatureId"]
InequalityTest = MESSAGES["InequalityTest"]
Leaf = MESSAGES["Leaf"]
Model = MESSAGES["Model"]
ObliqueFeatures = MESSAGES["ObliqueFeatures"]
SparseVector = MESSAGES["SparseVector"]
TreeNode = MESSAGES["TreeNode"]
Value = MESSAGES["Value"]
Vector = MESSAGES["Vector"]

__all__ = [
    "BinaryNode",
    "DecisionTree",
    "FeatureId",
    "InequalityTest",
    "Leaf",
    "Model",
    "ObliqueFeatures",
    "SparseVector",
    "TreeNode",
    "Value",
    "Vector",
]
