"""tf.contrib.layers.summaries: summaries of tensors and of whole collections."""

from __future__ import annotations

import functools
import re

from graphnotes.tf1 import root as tf


def summarize_activation(op):
    """A histogram of a layer's output, and for Relu, Relu6 and Softplus the fraction of units at their bounds."""

    def share(compare, bound):
        values = op.op.inputs[0]
        return tf.reduce_mean(tf.to_float(compare(values, tf.cast(bound, values.dtype))))

    kind, name = op.op.type, op.op.name
    if kind in ("Relu", "Softplus", "Relu6"):
        _scalar(share(tf.less, 0.0), f"{name}/zeros")
    if kind == "Relu6":
        _scalar(share(tf.greater, 6.0), f"{name}/sixes")
    return tf.summary.histogram(f"{name}/activation", op)


def _scalar(tensor, tag):
    tensor.get_shape().assert_has_rank(0)
    return tf.summary.scalar(tag, tensor)


def summarize_tensor(tensor, tag=None):
    """A scalar or histogram summary by the tensor's rank; None for strings and booleans."""
    if tensor.dtype.is_compatible_with(tf.string) or tensor.dtype.base_dtype == tf.bool:
        return None
    tag = tag or f"{tensor.op.name}_summary"
    return _scalar(tensor, tag) if tensor.get_shape().ndims == 0 else tf.summary.histogram(tag, tensor)


def summarize_tensors(tensors, summarizer=summarize_tensor) -> list:
    """The summaries of all tensors."""
    return [summarizer(tensor) for tensor in tensors]


def summarize_collection(collection, name_filter=None, summarizer=summarize_tensor) -> list:
    """The summaries of a collection's tensors whose names match the regular expression `name_filter`."""
    found = [t for t in tf.get_collection(collection) if name_filter is None or re.match(name_filter, t.op.name)]
    return summarize_tensors(found, summarizer)


def summarize_activations(name_filter=None, summarizer=summarize_activation) -> list:
    """The summaries of the collection ACTIVATIONS."""
    return summarize_collection(tf.GraphKeys.ACTIVATIONS, name_filter, summarizer)


summarize_variables = functools.partial(summarize_collection, tf.GraphKeys.GLOBAL_VARIABLES)
summarize_weights = functools.partial(summarize_collection, tf.GraphKeys.WEIGHTS)
summarize_biases = functools.partial(summarize_collection, tf.GraphKeys.BIASES)

__all__ = [
    "summarize_activation",
    "summarize_activations",
    "summarize_biases",
    "summarize_collection",
    "summarize_tensor",
    "summarize_tensors",
    "summarize_variables",
    "summarize_weights",
]
