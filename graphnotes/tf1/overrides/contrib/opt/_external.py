"""Optimizers outside TensorFlow (tf.contrib.opt.ScipyOptimizerInterface)."""

from __future__ import annotations

import itertools
import math

import numpy as np

from graphnotes.tf1 import root as tf


def _shape(tensor) -> tuple:
    return tuple(tensor.get_shape().as_list())


def _gradients(tensor, variables) -> list:
    grads = tf.gradients(tensor, variables)
    return [tf.zeros_like(v) if g is None else g for v, g in zip(variables, grads)]


class ExternalOptimizerInterface:
    """Minimizes a loss by an optimizer that works on one vector of all variables; subclasses do it in `_minimize`.

    Args:
        loss: a scalar.
        var_list: the variables; all trainable ones when None.
        equalities, inequalities: scalars to be 0, or not negative.
        var_to_bounds: (lower, upper) by variable, each broadcast to its shape.
        **optimizer_kwargs: for the optimizer.
    """

    def __init__(
        self, loss, var_list=None, equalities=None, inequalities=None, var_to_bounds=None, **optimizer_kwargs
    ):
        self._loss = loss
        self._equalities, self._inequalities = equalities or [], inequalities or []
        self._vars = tf.trainable_variables() if var_list is None else list(var_list)
        self._packed_bounds = None if var_to_bounds is None else self._bounds(var_to_bounds)
        self._update_placeholders = [tf.placeholder(var.dtype) for var in self._vars]
        self._var_updates = [
            var.assign(tf.reshape(placeholder, _shape(var)))
            for var, placeholder in zip(self._vars, self._update_placeholders)
        ]
        loss_grads = _gradients(loss, self._vars)
        equality_grads = [_gradients(e, self._vars) for e in self._equalities]
        inequality_grads = [_gradients(i, self._vars) for i in self._inequalities]
        self.optimizer_kwargs = optimizer_kwargs
        self._packed_var = self._pack(self._vars)
        self._packed_loss_grad = self._pack(loss_grads)
        self._packed_equality_grads = [self._pack(grads) for grads in equality_grads]
        self._packed_inequality_grads = [self._pack(grads) for grads in inequality_grads]
        ends = list(itertools.accumulate((math.prod(_shape(v)) for v in self._vars), initial=0))
        self._packing_slices = [slice(a, b) for a, b in itertools.pairwise(ends)]

    def _bounds(self, var_to_bounds) -> list:
        bounds = {id(v): pair for v, pair in var_to_bounds.items()}
        packed = []
        for var in self._vars:
            lower, upper = bounds.get(id(var), (-np.inf, np.inf))
            shape = _shape(var)
            packed.extend(zip(np.broadcast_to(lower, shape).flat, np.broadcast_to(upper, shape).flat))
        return packed

    def minimize(
        self,
        session=None,
        feed_dict=None,
        fetches=None,
        step_callback=None,
        loss_callback=None,
        **run_kwargs,
    ):
        """Minimize the loss and assign the variables.

        Args:
            session: the default one when None.
            fetches: given to `loss_callback` whenever the loss is computed.
            step_callback: a function of the vector of variables, called after each step.
        """
        session = session or tf.get_default_session()
        feed_dict, fetches = feed_dict or {}, fetches or []

        def functions(tensors):
            return [self._evaluator([t], session, feed_dict, fetches) for t in tensors]

        loss_and_gradient = self._evaluator(
            [self._loss, self._packed_loss_grad], session, feed_dict, fetches, loss_callback
        )
        found = self._minimize(
            initial_val=session.run(self._packed_var),
            loss_grad_func=loss_and_gradient,
            equality_funcs=functions(self._equalities),
            equality_grad_funcs=functions(self._packed_equality_grads),
            inequality_funcs=functions(self._inequalities),
            inequality_grad_funcs=functions(self._packed_inequality_grads),
            packed_bounds=self._packed_bounds,
            step_callback=step_callback or (lambda xk: None),
            optimizer_kwargs=self.optimizer_kwargs,
        )
        values = [found[part] for part in self._packing_slices]
        session.run(
            self._var_updates, feed_dict=dict(zip(self._update_placeholders, values)), **run_kwargs
        )

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        """Gives the vector of variables with the least loss."""
        raise NotImplementedError(
            "To use ExternalOptimizerInterface, subclass from it and implement the _minimize() method."
        )

    @classmethod
    def _pack(cls, tensors):
        if not tensors:
            return None
        flat = [tf.reshape(tensor, [-1]) for tensor in tensors]
        return flat[0] if len(flat) == 1 else tf.concat(flat, 0)

    def _evaluator(self, tensors, session, feed_dict, fetches, callback=None):
        def evaluate(x):
            feeds = {
                var: x[part].reshape(_shape(var)) for var, part in zip(self._vars, self._packing_slices)
            }
            feeds.update(feed_dict)
            values = session.run(tensors + fetches, feed_dict=feeds)
            if callable(callback):
                callback(*values[len(tensors) :])
            return values[: len(tensors)]

        return evaluate


class ScipyOptimizerInterface(ExternalOptimizerInterface):
    """Minimizes with `scipy.optimize.minimize`, by L-BFGS-B unless `method` says otherwise.

    Raises:
        ValueError: an optimizer argument that is set here is given.
    """

    _DEFAULT_METHOD = "L-BFGS-B"

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        import scipy.optimize

        def loss_and_gradient(x):
            loss, gradient = loss_grad_func(x)
            return float(loss), gradient.astype("float64")

        def first(function):
            return lambda x: function(x)[0]

        given = dict(optimizer_kwargs)
        constraints = [
            {"type": kind, "fun": first(function), "jac": first(gradient)}
            for kind, pairs in (
                ("eq", zip(equality_funcs, equality_grad_funcs)),
                ("ineq", zip(inequality_funcs, inequality_grad_funcs)),
            )
            for function, gradient in pairs
        ]
        arguments = {
            "jac": True,
            "callback": step_callback,
            "method": given.pop("method", self._DEFAULT_METHOD),
            "constraints": constraints,
            "bounds": packed_bounds,
        }
        for name in arguments:
            if name in given:
                if name == "bounds":
                    raise ValueError("Bounds must be set using the var_to_bounds argument")
                raise ValueError(
                    f"Optimizer keyword arg '{name}' is set automatically and cannot be injected manually"
                )
        result = scipy.optimize.minimize(loss_and_gradient, initial_val, **arguments, **given)
        tf.logging.info(
            "Optimization terminated with:\n  Message: %s\n  Objective function value: %f\n"
            "  Number of iterations: %s\n  Number of functions evaluations: %s",
            result.message,
            result.fun,
            getattr(result, "nit", "unknown"),
            getattr(result, "nfev", "unknown"),
        )
        return result["x"]
