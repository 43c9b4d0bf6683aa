"""Assigning values and checkpoints to variables in one op (tf.contrib.framework.assign_from_*)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework._variables import get_variable_full_name


def _placeholder_for(var):
    return tf.placeholder(dtype=var.dtype.base_dtype, shape=var.get_shape(), name="placeholder/" + var.op.name)


def assign_from_values(var_names_to_values: dict) -> tuple:
    """An op that assigns NumPy arrays to variables named by the keys.

    Returns:
        the op and the feed_dict it needs.

    Raises:
        ValueError: no variable, or no single variable, has such a name.
    """
    feed_dict, assigns = {}, []
    for name, value in var_names_to_values.items():
        found = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, name)
        if not found:
            raise ValueError(f"Variable {name} wasn't found")
        if len(found) > 1:
            found = [v for v in found if v.op.name == name]
            if not found:
                raise ValueError(f"Variable {name} doesn't uniquely identify a variable")
        var = found[0]
        placeholder = _placeholder_for(var)
        assigns.append(var.assign(placeholder))
        feed_dict[placeholder] = value.reshape(var.get_shape().as_list())
    return tf.group(*assigns), feed_dict


def assign_from_values_fn(var_names_to_values: dict):
    """A function of a session that runs `assign_from_values`."""
    op, feed_dict = assign_from_values(var_names_to_values)
    return lambda session: session.run(op, feed_dict)


def assign_from_checkpoint(model_path: str, var_list, ignore_missing_vars: bool = False) -> tuple:
    """An op that assigns a checkpoint's values to variables.

    Args:
        model_path: the checkpoint.
        var_list: variables, or a dict from a name in the checkpoint to a variable or list of its partitions.
        ignore_missing_vars: leave out what the checkpoint lacks, with a warning.

    Returns:
        the op and the feed_dict it needs.

    Raises:
        ValueError: the checkpoint lacks a variable, or has it in another shape.
    """
    wanted: dict[str, list] = {}
    if isinstance(var_list, (tuple, list)):
        for var in var_list:
            wanted.setdefault(get_variable_full_name(var), []).append(var)
    else:
        wanted = {k: list(v) if isinstance(v, (tuple, list)) else [v] for k, v in var_list.items()}
    reader = tf.train.NewCheckpointReader(model_path)
    feed_dict, assigns = {}, []
    for name, group in wanted.items():
        if not reader.has_tensor(name):
            if not ignore_missing_vars:
                raise ValueError(f"Checkpoint is missing variable [{name}]")
            tf.logging.warning("Checkpoint is missing variable [%s]", name)
            continue
        whole = reader.get_tensor(name)
        for var in group:
            placeholder = _placeholder_for(var)
            assigns.append(var.assign(placeholder))
            feed_dict[placeholder] = _part(whole, var, name)
    return tf.group(*assigns), feed_dict


def _part(whole, var, name):
    part = var._save_slice_info
    if part:
        where = tuple(slice(start, start + size) for start, size in zip(part.var_offset, part.var_shape))
        return whole[where].reshape(part.var_shape)
    if var.get_shape().as_list() != list(whole.shape):
        raise ValueError(
            f"Total size of new array must be unchanged for {name} "
            f"lh_shape: [{whole.shape}], rh_shape: [{var.get_shape()}]"
        )
    return whole


def assign_from_checkpoint_fn(
    model_path: str, var_list, ignore_missing_vars: bool = False, reshape_variables: bool = False
):
    """A function of a session that restores variables from a checkpoint; None (and a warning) when none is left.

    Raises:
        ValueError: `var_list` is empty.
    """
    if not var_list:
        raise ValueError("var_list cannot be empty")
    if ignore_missing_vars:
        reader = tf.train.NewCheckpointReader(model_path)
        by_name = var_list if isinstance(var_list, dict) else {var.op.name: var for var in var_list}
        for name in by_name:
            if not reader.has_tensor(name):
                tf.logging.warning("Variable %s missing in checkpoint %s", name, model_path)
        var_list = {name: var for name, var in by_name.items() if reader.has_tensor(name)}
        if not var_list:
            tf.logging.warning("No Variables to restore")
            return None
    saver = tf.train.Saver(var_list, reshape=reshape_variables, write_version=tf.train.SaverDef.V1)
    return lambda session: saver.restore(session, model_path)
