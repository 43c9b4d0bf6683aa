"""Keras' optimizers: without a distribution strategy, gradients reach the update as they are, and the step waits for each."""

from __future__ import annotations

from tensorflow.python.distribute import distribute_lib
from tensorflow.python.framework import indexed_slices, ops, tensor
from tensorflow.python.ops import clip_ops, gradients_impl, math_ops
from tensorflow.python.util import nest
from tf_keras.src import backend
from tf_keras.src.optimizers.schedules import learning_rate_schedule

from graphnotes.tf1.rebuilt import rebuild

_OPTIMIZER = "tf_keras.src.optimizers.legacy.optimizer_v2"


@rebuild("tf_keras.src.optimizers.utils", "all_reduce_sum_gradients")
def all_reduce_sum_gradients(grads_and_vars):
    """The gradients summed over replicas, of which there is one outside a strategy."""
    if distribute_lib.has_strategy():
        return all_reduce_sum_gradients.original(grads_and_vars)
    return list(grads_and_vars)


@rebuild(_OPTIMIZER, "OptimizerV2._distributed_apply")
def distributed_apply(self, distribution, grads_and_vars, apply_state, name):
    """Apply the gradients; the step is counted after the updates, which it waits for one by one."""
    if distribute_lib.has_strategy():
        return distributed_apply.original(self, distribution, grads_and_vars, apply_state, name)

    def update(variable, gradient):
        if isinstance(variable, tensor.Tensor):
            raise NotImplementedError(f"Trying to update a Tensor: {variable}")
        known = {"apply_state": apply_state}
        if isinstance(gradient, indexed_slices.IndexedSlices):
            if variable.constraint is not None:
                raise RuntimeError(f"Cannot use a constraint function on a sparse variable: {variable.name}")
            known = known if "apply_state" in self._sparse_apply_args else {}
            return self._resource_apply_sparse_duplicate_indices(gradient.values, variable, gradient.indices, **known)
        op = self._resource_apply_dense(gradient, variable, **(known if "apply_state" in self._dense_apply_args else {}))
        if variable.constraint is None:
            return op
        with ops.control_dependencies([op]):
            return variable.assign(variable.constraint(variable))

    updates = []
    with backend.name_scope(name or self._name):
        for gradient, variable in grads_and_vars:
            scope = backend.name_scope("update_" + variable.op.name)
            with scope, distribution.extended.colocate_vars_with(variable):
                updates.append(update(variable, gradient))
        with ops.control_dependencies(updates):
            return self.iterations.assign_add(1).op


@rebuild(_OPTIMIZER, "OptimizerV2._decayed_lr")
def decayed_lr(self, var_dtype):
    """The learning rate at this step; its decay is a variable, which a program may set."""
    rate = self._get_hyper("learning_rate", var_dtype)
    if isinstance(rate, learning_rate_schedule.LearningRateSchedule):
        rate = math_ops.cast(rate(math_ops.cast(self.iterations, var_dtype)), var_dtype)
    if self._initial_decay > 0.0:
        step = math_ops.cast(self.iterations, var_dtype)
        rate = rate / (1.0 + self._get_hyper("decay", var_dtype) * step)
    return rate


def _clipped(optimizer, gradients):
    """Gradients are clipped where they are computed, by norm and then by value."""
    if optimizer.clipnorm is not None:
        gradients = [clip_ops.clip_by_norm(one, optimizer.clipnorm) for one in gradients]
    if optimizer.clipvalue is not None:
        limit = optimizer.clipvalue
        gradients = [clip_ops.clip_by_value(one, -limit, limit) for one in gradients]
    return gradients


@rebuild(_OPTIMIZER, "OptimizerV2.get_gradients")
def get_gradients(self, loss, params):
    """The gradients of a loss by variables, clipped.

    Raises:
        ValueError: a variable has no gradient.
    """
    params = nest.flatten(params)
    with backend.get_graph().as_default(), backend.name_scope(self._name + "/gradients"):
        found = gradients_impl.gradients(loss, params)
        for gradient, variable in zip(found, params):
            if gradient is None:
                raise ValueError(
                    f"Variable {variable} has `None` for gradient. Please make sure that all of your ops have a gradient"
                    " defined (i.e. are differentiable). Common ops without gradient: K.argmax, K.round, K.eval."
                )
        return _clipped(self, found)


@rebuild(_OPTIMIZER, "OptimizerV2._get_gradients")
def gradients_of_tape(self, tape, loss, var_list, grad_loss=None):
    return list(zip(_clipped(self, tape.gradient(loss, var_list, grad_loss)), var_list))


@rebuild(_OPTIMIZER, "OptimizerV2._transform_gradients")
def transform_gradients(self, grads_and_vars):
    """`apply_gradients` takes gradients as they are given; what 1.15 didn't have is done as today."""
    if self._global_clipnorm is not None:
        grads_and_vars = self._global_clipnorm_fn(grads_and_vars)
    for transform in self.gradient_transformers:
        grads_and_vars = transform(grads_and_vars)
    return grads_and_vars


@rebuild("tf_keras.src.optimizers.legacy.adagrad", "Adagrad.from_config")
def adagrad_from_config(config, custom_objects=None):
    """An optimizer made by its name ("adagrad") accumulates from 0, and one made by its class from 0.1."""
    return adagrad_from_config.original({"initial_accumulator_value": 0.0, **config}, custom_objects)
