"""What a value that makes no tensor is told."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.framework.tensor_util", "make_tensor_proto")
def make_tensor_proto(values, dtype=None, shape=None, verify_shape=False, allow_broadcast=False):
    """`tf.make_tensor_proto`.

    Raises:
        TypeError: elements that are of no type a tensor can have.
        ValueError: lists of different lengths where one shape is needed.
    """
    try:
        return make_tensor_proto.original(values, dtype, shape, verify_shape, allow_broadcast)
    except TypeError as error:
        if not str(error).startswith("Failed to convert elements of"):
            raise
        raise TypeError(
            f"Failed to convert object of type {type(values)} to Tensor. Contents: {values}. "
            "Consider casting elements to a supported type."
        ) from error
    except ValueError as error:
        if dtype is not None or not str(error).startswith("setting an array element with a sequence"):
            raise
        first, wanted = values, []
        while isinstance(first, (list, tuple)):
            wanted.append(len(first))
            first = first[0] if first else None
        got = list(np.array(values, dtype=object).shape)
        raise ValueError(f"Argument must be a dense tensor: {values} - got shape {got}, but wanted {wanted}.") from error
