"""A `tf.function` over the tensors of a TF1 graph."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import def_function
from tensorflow.python.ops import resource_variable_ops

from graphnotes.migrate import tables
from graphnotes.migrate.control_flow import NOT_LIFTED, Unliftable
from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.names import argument_name, tensor_name
from graphnotes.migrate.plan import Plan


def named(feeds) -> dict[str, object]:
    """Feeds as argument name -> tensor."""
    if isinstance(feeds, Mapping):
        return {name if name.isidentifier() else argument_name(name): tensor for name, tensor in feeds.items()}
    feeds = feeds if isinstance(feeds, list | tuple) else [feeds]
    return {argument_name(tensor_name(t)): t for t in feeds}


def build_function(module, model, feeds, fetches, name: str):
    """See `LegacyModule.function`."""
    feeds = named(feeds)
    flat = tf.nest.flatten(fetches)
    plan = Plan(model, feeds, flat)
    problems = plan.problems + [
        f"{v} (variable): it has no value in {model.origin}" for v in plan.variables if model.variables[v].value is None
    ]
    for node in plan.tables:
        if node not in module.tables:
            try:
                with tf.init_scope():
                    module.tables[node] = tables.build_table(model.graph, node, model.session)
            except ValueError as error:
                problems.append(str(error))
    if problems:
        raise CannotMigrate(model.origin, problems)
    lifted = plan.has_control_flow and not any(op.type in NOT_LIFTED for op in plan.needed)
    if not plan.has_control_flow:
        return _traced(module, plan, fetches, name, plan.insert)
    if lifted:
        try:
            return _traced(module, plan, fetches, name, plan.replay)
        except Unliftable as reason:
            return _as_it_is(module, plan, fetches, name, str(reason))
    return _as_it_is(module, plan, fetches, name, "it contains TF1's own backward loops")


def _compute(module, plan, fetches, build):
    def compute(*args):
        graph = tf.compat.v1.get_default_graph()
        handles = {}
        for variable in plan.variables:
            held = module.by_name[variable]
            if held.trainable:
                resource_variable_ops.variable_accessed(held)  # so that a GradientTape watches it
            handles[plan.model.variables[variable].node] = graph.capture(held.handle)
        for node in plan.tables:
            handles[node] = graph.capture(module.tables[node].resource_handle)
        return tf.nest.pack_sequence_as(fetches, build(args, handles))

    return compute


def _traced(module, plan, fetches, name, build):
    compute = _compute(module, plan, fetches, build)

    def legacy(*args, **kwargs):
        return compute(*args, *(kwargs[a] for a in list(plan.feeds)[len(args) :]))

    legacy.__name__ = name
    legacy.__doc__ = f"{', '.join(t.name for t in plan.fetches)} of {plan.model.origin}."
    legacy.__signature__ = inspect.Signature([inspect.Parameter(a, inspect.Parameter.POSITIONAL_OR_KEYWORD) for a in plan.feeds])
    signature = [tf.TensorSpec(t.shape, t.dtype.base_dtype, arg) for arg, t in plan.feeds.items()]
    function = _Direct(legacy, name, input_signature=tuple(signature), autograph=False)
    function.traced, function.arguments = function.get_concrete_function(), {spec.name: spec for spec in signature}
    function.no_gradient = None
    return function


class _Direct(def_function.Function):
    """A `tf.function` with one trace, which an eager call with fitting arguments goes straight to.

    TensorFlow finds the trace by the types of the arguments, and binds them to its signature, anew at each call: for nothing.
    """

    traced = None
    _run_functions_eagerly = False  # a graph has no Python for tf.config.run_functions_eagerly to step through

    def __call__(self, *args, **kwargs):
        tensors = self._fitting(args, kwargs) if self.traced is not None and tf.executing_eagerly() else None
        return super().__call__(*args, **kwargs) if tensors is None else self.traced._call_flat(tensors, self.traced.captured_inputs)

    def _fitting(self, args, kwargs):
        """The arguments as tensors in the signature's order, or None where TensorFlow has something to say about them."""
        given = {**dict(zip(self.arguments, args, strict=False)), **kwargs}
        if len(args) + len(kwargs) != len(self.arguments) or given.keys() != self.arguments.keys():
            return None
        tensors = []
        for name, spec in self.arguments.items():
            value = given[name]
            if not isinstance(value, tf.Tensor):
                if not isinstance(value, np.ndarray | np.generic | float | int | bool):
                    return None
                if isinstance(value, np.ndarray | np.generic) and value.dtype != spec.dtype.as_numpy_dtype:
                    return None
                try:
                    value = tf.constant(value, spec.dtype)
                except (TypeError, ValueError):
                    return None
            if value.dtype != spec.dtype or not spec.shape.is_compatible_with(value.shape):
                return None
            tensors.append(value)
        return tensors


def _as_it_is(module, plan, fetches, name, reason):
    """TF1 loops run in a function without automatic control dependencies, which don't know frames; no gradient crosses them."""

    def insert(args, handles):
        results = plan.insert(args, handles)
        graph = tf.compat.v1.get_default_graph()
        graph.control_outputs.extend(graph.get_operation_by_name(f"legacy/{t.name}") for t in plan.fetches if isinstance(t, tf.Operation))
        return results

    compute = _compute(module, plan, fetches, insert)
    signature = [tf.TensorSpec(t.shape, t.dtype.base_dtype, arg) for arg, t in plan.feeds.items()]
    wrapped = tf.compat.v1.wrap_function(compute, signature)

    def outer(args, handles):
        return tf.nest.flatten(wrapped(*args))

    function = _traced(module, plan, fetches, name, outer)
    function.no_gradient = f"TF1 loops were carried over as they are ({reason}): no gradient goes through them"
    return function
