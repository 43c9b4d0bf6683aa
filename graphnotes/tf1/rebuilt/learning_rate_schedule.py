"""Learning rate schedules (`tf.train.polynomial_decay`) as TensorFlow 1.15 built them."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.ops import cond, math_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.keras.optimizer_v2.learning_rate_schedule", "PolynomialDecay.__call__")
def polynomial_decay(self, step):
    """A cycle's length comes out of a tf.cond; a step past the end is cut off at the constant `decay_steps`."""
    with ops.name_scope_v2(self.name or "PolynomialDecay") as name:
        start = ops.convert_to_tensor(self.initial_learning_rate, name="initial_learning_rate")
        end = math_ops.cast(self.end_learning_rate, start.dtype)
        power = math_ops.cast(self.power, start.dtype)
        step = math_ops.cast(step, start.dtype)
        length = math_ops.cast(self.decay_steps, start.dtype)
        if self.cycle:
            cycles = cond.cond(
                math_ops.equal(step, 0), lambda: 1.0, lambda: math_ops.ceil(step / self.decay_steps)
            )
            length = math_ops.multiply(length, cycles)
        else:
            step = math_ops.minimum(step, self.decay_steps)
        done = math_ops.divide(step, length)
        return math_ops.add(math_ops.multiply(start - end, math_ops.pow(1 - done, power)), end, name=name)
