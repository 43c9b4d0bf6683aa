"""Layers applied again and again (tf.contrib.layers.repeat, stack)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def _layer_name(layer, otherwise: str) -> str:
    for named in (layer, getattr(layer, "func", None)):
        if hasattr(named, "__name__"):
            return named.__name__
    return otherwise


def repeat(inputs, repetitions, layer, *args, **kwargs):
    """Applies a layer `repetitions` times; the n-th has the scope `<scope>/<scope>_n`."""
    scope = kwargs.pop("scope", None)
    with tf.variable_scope(scope, "Repeat", [inputs]):
        outputs = tf.convert_to_tensor(inputs)
        name = _layer_name(layer, "repeat") if scope is None else scope
        for i in range(repetitions):
            outputs = layer(outputs, *args, **{**kwargs, "scope": f"{name}_{i + 1}"})
        return outputs


def stack(inputs, layer, stack_args, **kwargs):
    """Applies a layer once for each of `stack_args`, which gives its arguments; scopes as with `repeat`.

    Raises:
        ValueError: `stack_args` is no list or tuple.
    """
    scope = kwargs.pop("scope", None)
    if not isinstance(stack_args, (list, tuple)):
        raise ValueError("stack_args need to be a list or tuple")
    with tf.variable_scope(scope, "Stack", [inputs]):
        outputs = tf.convert_to_tensor(inputs)
        name = _layer_name(layer, "stack") if scope is None else scope
        for i, arguments in enumerate(stack_args):
            if not isinstance(arguments, (list, tuple)):
                arguments = [arguments]
            outputs = layer(outputs, *arguments, **{**kwargs, "scope": f"{name}_{i + 1}"})
        return outputs
