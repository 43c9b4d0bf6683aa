"""A decision tree that grows: its nodes in arrays, its leaves' models, and its form in checkpoints."""

from __future__ import annotations

import threading

import numpy as np

from graphnotes.tf1.overrides.contrib.tensor_forest._batch import Batch
from graphnotes.tf1.overrides.contrib.tensor_forest._messages import (
    FOREST_ENUM_VALUES,
    MESSAGES,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._tests import EQUAL, passes

_MATCHING = "type.googleapis.com/tensorflow.decision_trees.MatchingValuesTest"


class Tree:
    """A tree, at first of one leaf. Node 0 is the root.

    `values` [nodes, outputs] are the leaves' models: for classes the weights of the examples seen, for regression means.
    """

    def __init__(self, params, config: bytes = b"") -> None:
        self.params, self.lock = params, threading.RLock()
        self.outputs = params.num_outputs
        self._read(config)

    def __len__(self) -> int:
        return self._size

    def _empty(self, capacity: int) -> None:
        self._size = 0
        self.left = np.full(capacity, -1, np.int32)
        self.right = np.full(capacity, -1, np.int32)
        self.feature = np.zeros(capacity, np.int32)
        self.threshold = np.zeros(capacity, np.float32)
        self.test = np.zeros(capacity, np.uint8)
        self.values = np.zeros([capacity, self.outputs], np.float32)

    def _add(self) -> int:
        if self._size == len(self.left):
            for name in ("left", "right", "feature", "threshold", "test", "values"):
                old = getattr(self, name)
                new = np.zeros([2 * len(old), *old.shape[1:]], old.dtype)
                new[: len(old)] = old
                setattr(self, name, new)
            self.left[self._size :] = self.right[self._size :] = -1
        self._size += 1
        return self._size - 1

    def leaves(self, batch: Batch, path: list | None = None) -> np.ndarray:
        """The leaf of each example, int32; `path`, if given, gets the nodes of all examples, step by step (-1: past the leaf)."""
        at = np.zeros(batch.number, np.int32)
        going = np.arange(batch.number)
        while True:
            if path is not None:
                visited = np.full(batch.number, -1, np.int32)
                visited[going] = at[going]
                path.append(visited)
            going = going[self.left[at[going]] >= 0]
            if not len(going):
                return at
            node = at[going]
            passed = passes(batch.values(going, self.feature[node]), self.threshold[node], self.test[node])
            at[going] = np.where(passed, self.left[node], self.right[node])

    def update(self, leaves: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> None:
        """Count examples of classes in their leaves; regression's leaves stay as they were made."""
        if not self.params.is_regression:
            np.add.at(self.values.reshape(-1), leaves.astype(np.int64) * self.outputs + labels, weights)

    def split(self, node: int, feature: int, threshold: float, test: int, left: np.ndarray, right: np.ndarray) -> tuple[int, int]:
        """Make a leaf a node of two leaves, whose models are `left` and `right`; gives their numbers."""
        children = self._add(), self._add()
        self.values[children[0]], self.values[children[1]] = left, right
        self.feature[node], self.threshold[node], self.test[node] = feature, threshold, test
        self.left[node], self.right[node] = children
        return children

    def predictions(self, leaves: np.ndarray) -> np.ndarray:
        """float32 [n, outputs]: shares of the classes (zeros in a leaf that saw no example), or means."""
        found = self.values[leaves]
        if self.params.is_regression:
            return found
        total = found.sum(1, keepdims=True, dtype=np.float32)
        return found / np.where(total > 0, total, 1)

    def feature_counts(self) -> np.ndarray:
        """int32 [num_features]: how many nodes test each feature."""
        inner = np.flatnonzero(self.left[: self._size] >= 0)
        return np.bincount(self.feature[inner], minlength=self.params.num_features).astype(np.int32)

    def serialized(self) -> bytes:
        """The tree as a Model message, as 1.15 put it into checkpoints."""
        model = MESSAGES["Model"]()
        model.decision_tree.SetInParent()
        for number in range(self._size):
            self._write(number, model.decision_tree.nodes.add())
        return model.SerializeToString()

    def paths(self, batch: Batch) -> list[bytes]:
        """For each example the TreePath message of the nodes it went through."""
        steps: list[np.ndarray] = []
        self.leaves(batch, steps)
        written = {}
        found = []
        for visited in np.stack(steps, 1).tolist():
            path = MESSAGES["TreePath"]()
            for number in visited:
                if number >= 0:
                    if number not in written:
                        written[number] = MESSAGES["TreeNode"]()
                        self._write(number, written[number])
                    path.nodes_visited.add().CopyFrom(written[number])
            found.append(path.SerializeToString())
        return found

    def _write(self, number: int, node) -> None:
        if number:
            node.node_id.value = number
        if self.left[number] < 0:
            write_model(node.leaf, self.values[number], self.params.leaf_type)
            return
        node.binary_node.left_child_id.value = int(self.left[number])
        node.binary_node.right_child_id.value = int(self.right[number])
        write_test(node.binary_node, int(self.feature[number]), float(self.threshold[number]), int(self.test[number]))

    def _read(self, config: bytes) -> None:
        model = MESSAGES["Model"].FromString(config)
        nodes = model.decision_tree.nodes
        self._empty(max(64, len(nodes)))
        if not nodes:
            self._add()
        for node in nodes:
            number = self._add()
            kind = node.WhichOneof("node_type")
            if kind == "leaf":
                self.values[number] = read_vector(node.leaf, self.outputs)
            elif kind == "binary_node":
                for side, child in (("left", node.binary_node.left_child_id.value), ("right", node.binary_node.right_child_id.value)):
                    if not number < child < len(nodes):
                        raise ValueError(f"a decision tree of {len(nodes)} nodes: node {number} has {child} for its {side} child")
                    getattr(self, side)[number] = child
                self.feature[number], self.threshold[number], self.test[number] = read_test(node.binary_node)
            else:
                raise ValueError(f"a decision tree: node {number} is neither a leaf nor a test")

    def restore(self, config: bytes) -> None:
        """Become the tree that `config`, a Model message, holds."""
        self._read(config)


def write_model(leaf, values: np.ndarray, leaf_type: int) -> None:
    """Put a leaf's model into its message: all values, or those that are not zero."""
    if leaf_type in (FOREST_ENUM_VALUES["MODEL_DENSE_CLASSIFICATION"], FOREST_ENUM_VALUES["MODEL_REGRESSION"]):
        write_dense(leaf.vector, values)
    else:
        write_sparse(leaf.sparse_vector, values)


def write_dense(vector, values: np.ndarray) -> None:
    for value in values.tolist():
        vector.value.add().float_value = value


def write_sparse(vector, values: np.ndarray) -> None:
    vector.SetInParent()
    for key in np.flatnonzero(values).tolist():
        vector.sparse_value.add(key=key).value.float_value = float(values[key])


def read_vector(message, outputs: int, dense: str = "vector", sparse: str = "sparse_vector") -> np.ndarray:
    """The `outputs` values of a message that has them as a dense or as a sparse vector."""
    values = np.zeros(outputs, np.float32)
    given = getattr(message, dense).value
    if given:
        if len(given) != outputs:
            raise ValueError(f"a decision tree: a leaf of {len(given)} values in a forest of {outputs} outputs")
        values[:] = [value.float_value for value in given]
    for entry in getattr(message, sparse).sparse_value if sparse else ():
        if not 0 <= entry.key < outputs:
            raise ValueError(f"a decision tree: a leaf with class {entry.key} in a forest of {outputs} classes")
        values[entry.key] = entry.value.float_value
    return values


def write_test(node, feature: int, threshold: float, test: int) -> None:
    """Put a test on a feature into a BinaryNode."""
    if test == EQUAL:
        matching = MESSAGES["MatchingValuesTest"]()
        matching.feature_id.id.value = str(feature)
        matching.value.add().float_value = threshold
        node.custom_left_child_test.type_url = _MATCHING
        node.custom_left_child_test.value = matching.SerializeToString()
    else:
        inequality = node.inequality_left_child_test
        inequality.feature_id.id.value = str(feature)
        inequality.threshold.float_value = threshold
        inequality.type = test


def read_test(node) -> tuple[int, float, int]:
    """The feature, threshold and test of a BinaryNode.

    Raises:
        ValueError: a test that no forest makes: of several features, or of several values.
    """
    if node.WhichOneof("left_child_test") == "inequality_left_child_test":
        test = node.inequality_left_child_test
        if test.WhichOneof("FeatureSum") == "feature_id":
            return int(test.feature_id.id.value), test.threshold.float_value, test.type
    elif node.custom_left_child_test.type_url == _MATCHING:
        test = MESSAGES["MatchingValuesTest"].FromString(node.custom_left_child_test.value)
        if len(test.value) == 1 and not test.inverse:
            return int(test.feature_id.id.value), test.value[0].float_value, EQUAL
    raise ValueError("a decision tree: a node's test is not of one feature against one value")
