"""Making variables and finding them in the graph's collections (tf.contrib.framework)."""

from __future__ import annotations

import functools
import re

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework._arg_scope import add_arg_scope

_Keys = tf.GraphKeys


def local_variable(initial_value, validate_shape=True, name=None, use_resource=None):
    """A variable in the collection LOCAL_VARIABLES that is not trained."""
    return _untrained(initial_value, _Keys.LOCAL_VARIABLES, validate_shape, name, use_resource)


def global_variable(initial_value, validate_shape=True, name=None, use_resource=None):
    """A variable in the collection GLOBAL_VARIABLES that is not trained."""
    return _untrained(initial_value, _Keys.GLOBAL_VARIABLES, validate_shape, name, use_resource)


def _untrained(initial_value, collection, validate_shape, name, use_resource):
    return tf.Variable(
        initial_value,
        trainable=False,
        collections=[collection],
        validate_shape=validate_shape,
        name=name,
        use_resource=use_resource,
    )


@add_arg_scope
def variable(
    name,
    shape=None,
    dtype=None,
    initializer=None,
    regularizer=None,
    trainable=True,
    collections=None,
    caching_device=None,
    device=None,
    partitioner=None,
    custom_getter=None,
    use_resource=None,
    synchronization=tf.VariableSynchronization.AUTO,
    aggregation=tf.VariableAggregation.NONE,
):
    """Get or make a variable on a device (`tf.get_variable` with `device` and a `custom_getter` of its own)."""
    keys = [_Keys.GLOBAL_VARIABLES] if collections is None else collections
    getter = tf.get_variable
    if custom_getter is not None:
        getter = functools.partial(custom_getter, reuse=tf.get_variable_scope().reuse)
    with tf.device(device or ""):
        return getter(
            name,
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
            collections=list(dict.fromkeys(keys)),
            caching_device=caching_device,
            partitioner=partitioner,
            use_resource=use_resource,
            synchronization=synchronization,
            aggregation=aggregation,
        )


@add_arg_scope
def model_variable(
    name,
    shape=None,
    dtype=tf.float32,
    initializer=None,
    regularizer=None,
    trainable=True,
    collections=None,
    caching_device=None,
    device=None,
    partitioner=None,
    custom_getter=None,
    use_resource=None,
    synchronization=tf.VariableSynchronization.AUTO,
    aggregation=tf.VariableAggregation.NONE,
):
    """Get or make a variable that is in GLOBAL_VARIABLES and MODEL_VARIABLES besides `collections`."""
    return variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
        collections=[*(collections or []), _Keys.GLOBAL_VARIABLES, _Keys.MODEL_VARIABLES],
        caching_device=caching_device,
        device=device,
        partitioner=partitioner,
        custom_getter=custom_getter,
        use_resource=use_resource,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def add_model_variable(var) -> None:
    """Put a variable into MODEL_VARIABLES if it is not there."""
    if not any(v is var for v in tf.get_collection(_Keys.MODEL_VARIABLES)):
        tf.add_to_collection(_Keys.MODEL_VARIABLES, var)


def get_variables(scope=None, suffix=None, collection=_Keys.GLOBAL_VARIABLES) -> list:
    """Variables of a collection.

    Args:
        scope: a variable scope, or a regular expression their names begin with.
        suffix: what their names end with, before the ":0".
        collection: the graph collection.
    """
    if isinstance(scope, tf.VariableScope):
        scope = scope.name
    if suffix is not None:
        scope = f"{scope or ''}.*{suffix if ':' in suffix else suffix + ':'}"
    return tf.get_collection(collection, scope)


def get_model_variables(scope=None, suffix=None) -> list:
    """`get_variables` of MODEL_VARIABLES."""
    return get_variables(scope, suffix, _Keys.MODEL_VARIABLES)


def get_local_variables(scope=None, suffix=None) -> list:
    """`get_variables` of LOCAL_VARIABLES."""
    return get_variables(scope, suffix, _Keys.LOCAL_VARIABLES)


def get_trainable_variables(scope=None, suffix=None) -> list:
    """`get_variables` of TRAINABLE_VARIABLES."""
    return get_variables(scope, suffix, _Keys.TRAINABLE_VARIABLES)


def get_variables_by_suffix(suffix, scope=None) -> list:
    """Variables whose names end with `suffix`."""
    return get_variables(scope, suffix)


def get_variables_by_name(given_name, scope=None) -> list:
    """Variables whose last name part is `given_name`."""
    return get_variables(scope, f"/{given_name}:|^{given_name}:")


def get_unique_variable(var_op_name: str):
    """The one variable of that full name; ValueError if there is none."""
    candidates = get_variables(var_op_name)
    if not candidates:
        raise ValueError(f"Couldn't find variable {var_op_name}")
    for candidate in candidates:
        if candidate.op.name == var_op_name:
            return candidate
    raise ValueError(f"Variable {var_op_name} does not uniquely identify a variable")


def get_variables_to_restore(include=None, exclude=None) -> list:
    """Global variables of the scopes `include` (all when None) without those of the scopes `exclude`."""
    for argument, value in (("include", include), ("exclude", exclude)):
        if value is not None and not isinstance(value, (list, tuple)):
            raise TypeError(f"{argument} is provided but is not a list or a tuple.")
    wanted = get_variables() if include is None else [v for scope in include for v in get_variables(scope)]
    left_out = {id(v) for scope in exclude or () for v in get_variables(scope)}
    return [v for v in wanted if id(v) not in left_out]


def get_variable_full_name(var) -> str:
    """A variable's name in a checkpoint: of a partition, the name of the whole."""
    return var._save_slice_info.full_name if var._save_slice_info else var.op.name


def filter_variables(var_list, include_patterns=None, exclude_patterns=None, reg_search=True) -> list:
    """The variables that match one of `include_patterns` (any when None) and none of `exclude_patterns`.

    `reg_search`: look for the pattern anywhere in the name, else only at its beginning.
    """
    matches = re.search if reg_search else re.match

    def one_of(patterns, var):
        return any(matches(pattern, var.name) for pattern in patterns)

    return [
        v
        for v in var_list
        if (include_patterns is None or one_of(include_patterns, v)) and not one_of(exclude_patterns or (), v)
    ]


class VariableDeviceChooser:
    """A device function for variables: the tasks of a job in turn (tf.contrib.framework.VariableDeviceChooser)."""

    def __init__(self, num_tasks=0, job_name="ps", device_type="CPU", device_index=0, replica=None):
        self._tasks, self._job = num_tasks, job_name
        self._where = {"replica": replica, "device_type": device_type, "device_index": device_index}
        self._next = 0

    def __call__(self, op) -> str:
        where = dict(self._where)
        if self._tasks > 0:
            where.update(job=self._job, task=self._next)
            self._next = (self._next + 1) % self._tasks
        return tf.DeviceSpec(**where).to_string()


