"""What goes into the ops of a forest: tensors converted as generated ops convert them, and arrays made into batches."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest._batch import Batch


@contextlib.contextmanager
def inputs_of(op_type: str, arguments: Sequence, values: Sequence, name: str | None) -> Iterator[tuple[str, list]]:
    """The scope of a node and its inputs as tensors.

    Args:
        arguments: (name, dtype) of each input.
        values: what was given for them.

    Raises:
        TypeError: a value of another dtype.
    """
    with tf.name_scope(name, op_type) as scope:
        tensors = []
        for (argument, dtype), value in zip(arguments, values):
            if not isinstance(value, tf.Tensor):
                value = tf.convert_to_tensor(value, dtype, name=argument)
            if value.dtype.base_dtype != dtype:
                raise TypeError(
                    f"Input '{argument}' of '{op_type}' Op has type {value.dtype.base_dtype.name} that does not match "
                    f"expected type of {dtype.name}."
                )
            tensors.append(value)
        yield scope, tensors


def kinds_in(input_spec: str) -> np.ndarray:
    """The kind of each dense feature and of the sparse ones, out of a serialized TensorForestDataSpec."""
    dense, _, sparse = input_spec.partition(" sparse: ")
    kinds: list[int] = []
    for kind, size in re.findall(r"original_type: (\d+) size: (-?\d+)", dense):
        kinds += [int(kind)] * int(size)
    kinds += [int(kind) for kind, _ in re.findall(r"original_type: (\d+) size: (-?\d+)", sparse)[:1]]
    return np.array(kinds or [0], np.uint8)


def batch_of(dense, indices, values, shape, kinds=np.zeros(1, np.uint8)) -> Batch:
    """A batch of the arrays an op got."""
    return Batch(dense, indices, values, shape, kinds)


def classes_or_outputs(params, labels: np.ndarray) -> np.ndarray:
    """Labels as classes, int64 [n], or for regression as outputs, float32 [n, outputs].

    Raises:
        ValueError: a class that the forest doesn't have, or outputs of another width.
    """
    if params.is_regression:
        if labels.size % params.num_outputs:
            raise ValueError(
                f"tf.contrib.tensor_forest: labels of shape {list(labels.shape)} for a forest of {params.num_outputs} outputs"
            )
        return labels.reshape(-1, params.num_outputs)
    classes = labels.reshape(-1).astype(np.int64)
    if len(classes) and not 0 <= classes.min() <= classes.max() < params.num_outputs:
        raise ValueError(
            f"tf.contrib.tensor_forest: labels from {classes.min()} to {classes.max()} in a forest of {params.num_outputs} classes "
            f"(0 to {params.num_outputs - 1}); is num_classes right?"
        )
    return classes


def weights_of(weights: np.ndarray, number: int) -> np.ndarray:
    """float32 [n]: the weights given, and 1 for examples past their end."""
    found = np.ones(number, np.float32)
    weights = weights.reshape(-1)[:number]
    found[: len(weights)] = weights
    return found
