"""Training with averaged weights (tf.contrib.opt.MovingAverageOptimizer)."""

from __future__ import annotations

from tensorflow.python.ops.variables import PartitionedVariable
from tensorflow.python.training.saving import saveable_object_util

from graphnotes.tf1 import root as tf


class MovingAverageOptimizer(tf.train.Optimizer):
    """Another optimizer, and moving averages of the variables it trains; `swapping_saver` saves the averages in their place."""

    def __init__(self, opt, average_decay=0.9999, num_updates=None, sequential_update=True):
        self._optimizer = opt
        self._ema = tf.train.ExponentialMovingAverage(average_decay, num_updates=num_updates)
        self._swapped: dict | None = None
        self._sequential_update = sequential_update

    def compute_gradients(self, *args, **kwargs):
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        train = self._optimizer.apply_gradients(grads_and_vars, global_step=global_step, name=name)
        variables = [v for g, v in grads_and_vars if g is not None]
        self._swapped = {}
        if self._sequential_update:
            with tf.control_dependencies([train]):
                update = self._ema.apply(variables)
        else:
            update = self._ema.apply(variables)
        for v in variables:
            average = self._ema.average(v)
            self._swapped[v.op.name] = average.op.name
            self._swapped[average.op.name] = v.op.name
        return tf.group(train, update, name="train_with_avg")

    def swapping_saver(self, var_list=None, name="swapping_saver", **kwargs):
        """A Saver that saves averages under the variables' names, and the variables under the averages'.

        Raises:
            RuntimeError: there are no averages yet.
            ValueError: of a variable and its average, only one is to be saved.
        """
        if self._swapped is None:
            raise RuntimeError("Must call apply_gradients or minimize before creating the swapping_saver")
        if var_list is None:
            var_list = tf.global_variables()
        if not isinstance(var_list, dict):
            var_list = saveable_object_util.op_list_to_dict(var_list)
        by_name = {}
        for key, held in var_list.items():
            if isinstance(held, (list, PartitionedVariable)):
                by_name.update({part.op.name: part for part in held})
            else:
                by_name[key] = held

        def other(key, held):
            wanted = self._swapped.get(key)
            if wanted is None:
                return held
            if wanted not in by_name:
                raise ValueError(
                    f"Variable to swap {wanted} is not part of variables to save. This breaks MovingAverageOptimizer."
                )
            return by_name[wanted]

        swapped = {
            key: [other(part.op.name, part) for part in held] if isinstance(held, list) else other(key, held)
            for key, held in var_list.items()
        }
        return tf.train.Saver(swapped, name=name, **kwargs)
