"""Reading a forest's parameters: some are functions of a node's depth."""

from __future__ import annotations

import math

from graphnotes.tf1.overrides.contrib.tensor_forest._messages import (
    FOREST_ENUM_VALUES,
    MESSAGES,
)


def read(serialized: bytes):
    """The TensorForestParams message of `serialized`.

    Raises:
        ValueError: parameters that 1.15's kernels ended the process for.
        NotImplementedError: parameters of research that never had a public interface.
    """
    params = MESSAGES["TensorForestParams"].FromString(serialized)
    if params.stats_type == FOREST_ENUM_VALUES["STATS_FIXED_SIZE_SPARSE_GINI"]:
        raise NotImplementedError(
            "tf.contrib.tensor_forest: statistics of type STATS_FIXED_SIZE_SPARSE_GINI, an approximation for very many classes, are "
            "not supported; use model_name='all_sparse', which counts exactly"
        )
    if params.collection_type != FOREST_ENUM_VALUES["COLLECTION_BASIC"]:
        raise NotImplementedError("tf.contrib.tensor_forest: the only collection type is COLLECTION_BASIC")
    early = params.finish_type.type != FOREST_ENUM_VALUES["SPLIT_FINISH_BASIC"]
    if early and not (params.HasField("dominate_fraction") and params.HasField("min_split_samples")):
        raise ValueError(
            "tf.contrib.tensor_forest: splitting early (split_finish_name other than 'basic') needs dominate_fraction and "
            "min_split_samples; the second can only be given in a param_file"
        )
    return params


def at_depth(param, depth: int) -> float:
    """The value of a DepthDependentParam at `depth`."""
    kind = param.WhichOneof("ParamType")
    if kind == "constant_value":
        return param.constant_value
    if kind == "linear":
        line = param.linear
        return min(max(depth * line.slope + line.y_intercept, line.min_val), line.max_val)
    if kind == "exponential":
        power = param.exponential
        return power.bias + power.multiplier * math.pow(power.base, power.depth_multiplier * depth)
    if kind == "threshold":
        step = param.threshold
        return step.on_value if depth >= step.threshold else step.off_value
    raise ValueError("tf.contrib.tensor_forest: a parameter that depends on depth has no value")
