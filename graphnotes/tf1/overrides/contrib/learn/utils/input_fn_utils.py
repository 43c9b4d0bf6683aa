"""tf.contrib.learn.utils.input_fn_utils: input functions for serving."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._export import (
    InputFnOps,
    build_parsing_serving_input_fn,
)

__all__ = ["InputFnOps", "build_default_serving_input_fn", "build_parsing_serving_input_fn"]


def build_default_serving_input_fn(features, default_batch_size=None):
    """A function that makes `InputFnOps` of a placeholder for each of the features (tensors by name), batches of any size by default."""

    def input_fn():
        fed = {}
        for name, t in features.items():
            shape = [default_batch_size, *t.get_shape().as_list()[1:]]
            fed[name] = tf.placeholder(t.dtype, shape, name=t.op.name)
        return InputFnOps(fed, None, fed)

    return input_fn
