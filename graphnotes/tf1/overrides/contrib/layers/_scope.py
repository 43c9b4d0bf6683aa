"""What contrib's layers have in common: their variable scope, their variables' names, their last steps."""

from __future__ import annotations

from collections.abc import Callable

from tensorflow.python.ops.variables import PartitionedVariable

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import model_variable
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils

NHWC_OR_NCHW = ("NHWC", "NCHW")
NDHWC_OR_NCDHW = ("NDHWC", "NCDHW")
WEIGHTS_AND_BIASES = {"kernel": "weights", "bias": "biases"}


def check_data_format(data_format, allowed=NHWC_OR_NCHW) -> None:
    """ValueError for a data format that the layer has not."""
    if data_format not in allowed:
        raise ValueError(f"data_format has to be either {allowed[1]} or {allowed[0]}.")


def channels(data_format: str | None) -> str:
    """The core layers' word for a data format."""
    return "channels_first" if data_format and data_format.startswith("NC") else "channels_last"


def model_variables(rename: dict[str, str] | None = None) -> Callable:
    """A custom getter that makes a core layer's variables model variables, under contrib's names (`kernel` is `weights`)."""

    def layer_variable(getter, name, shape=None, dtype=None, initializer=None, regularizer=None, trainable=True,
               collections=None, caching_device=None, partitioner=None, use_resource=None,
               synchronization=tf.VariableSynchronization.AUTO, aggregation=tf.VariableAggregation.NONE, **_):  # fmt: skip
        *scopes, short = name.split("/")
        return model_variable(
            "/".join([*scopes, (rename or {}).get(short, short)]),
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            regularizer=regularizer,
            collections=collections,
            trainable=trainable,
            caching_device=caching_device,
            partitioner=partitioner,
            custom_getter=getter,
            use_resource=use_resource,
            synchronization=synchronization,
            aggregation=aggregation,
        )

    return layer_variable


def layer_scope(scope, default: str, inputs, reuse, rename: dict[str, str] | None = None):
    """The variable scope of a layer that stands on a core layer."""
    return tf.variable_scope(scope, default, [inputs], reuse=reuse, custom_getter=model_variables(rename))


def collect(variable, variables_collections, name: str) -> None:
    """Put a variable (or its partitions) into the collections asked for under `name`, once."""
    parts = list(variable) if isinstance(variable, PartitionedVariable) else [variable]
    for collection in utils.get_variable_collections(variables_collections, name) or []:
        for part in parts:
            if not any(part is held for held in tf.get_collection(collection)):
                tf.add_to_collection(collection, part)


def normalize(outputs, normalizer_fn, normalizer_params):
    """The layer's normalizer, if it has one."""
    return outputs if normalizer_fn is None else normalizer_fn(outputs, **(normalizer_params or {}))


def activate(outputs, activation_fn, outputs_collections, name: str):
    """A layer's last steps: its activation, and its place in the output collections."""
    if activation_fn is not None:
        outputs = activation_fn(outputs)
    return utils.collect_named_outputs(outputs_collections, name, outputs)
