"""TF1's update kernels as a Keras optimizer."""

from __future__ import annotations

import tensorflow as tf
from tensorflow.python.framework import op_def_registry

# kernel -> the arguments that are slots
SLOTS = {
    "ApplyGradientDescent": (),
    "ApplyProximalGradientDescent": (),
    "ApplyMomentum": ("accum",),
    "ApplyAdagrad": ("accum",),
    "ApplyProximalAdagrad": ("accum",),
    "ApplyAdagradDA": ("gradient_accumulator", "gradient_squared_accumulator"),
    "ApplyAdadelta": ("accum", "accum_update"),
    "ApplyRMSProp": ("ms", "mom"),
    "ApplyCenteredRMSProp": ("mg", "ms", "mom"),
    "ApplyFtrl": ("accum", "linear"),
    "ApplyFtrlV2": ("accum", "linear"),
    "ApplyAdam": ("m", "v"),
}
GRADIENTS = ("grad", "gradient", "delta")
RATES = ("lr", "alpha")


class KernelOptimizer(tf.keras.optimizers.Optimizer):
    """A Keras optimizer whose updates are those of one TF1 kernel, dense or sparse, to the last bit.

    Arguments:
      kernel: its TF1 name, such as "ApplyMomentum".
      learning_rate: a number, a schedule, or a callable without arguments.
      settings: the kernel's other scalar arguments by name; a schedule is called with the optimizer's iterations.
      attributes: the kernel's attributes (`use_nesterov`).
    """

    def __init__(self, kernel: str, learning_rate, settings: dict[str, object], attributes: dict[str, object]):
        super().__init__(learning_rate, name=kernel)
        self.kernel, self.settings, self.attributes = kernel, dict(settings), dict(attributes)
        self._slots: dict[str, list] = {}

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self._slots = {slot: self.add_optimizer_variables(variables, slot) for slot in SLOTS[self.kernel]}

    def get_slot_names(self) -> list[str]:
        """The kernel's names for what it keeps per weight."""
        return list(SLOTS[self.kernel])

    def get_slot(self, variable: tf.Variable, slot: str) -> tf.Variable:
        """What the optimizer keeps for `variable`."""
        return self._slots[slot][self._get_variable_index(variable)].value

    def update_step(self, gradient, variable, learning_rate):
        sparse = isinstance(gradient, tf.IndexedSlices)
        op = f"Resource{'Sparse' if sparse else ''}{self.kernel}"
        if op_def_registry.get(op) is None and sparse:  # Adam, whose moments decay in every row
            gradient, op, sparse = tf.convert_to_tensor(gradient), f"Resource{self.kernel}", False
        elif sparse:
            rows, where = tf.unique(gradient.indices)
            gradient = tf.IndexedSlices(tf.math.unsorted_segment_sum(gradient.values, where, tf.size(rows)), rows, gradient.dense_shape)
        getattr(tf.raw_ops, op)(**{arg.name: self._argument(arg.name, gradient, variable, learning_rate) for arg in op_def_registry.get(op).input_arg}, **self.attributes)

    def _argument(self, name, gradient, variable, learning_rate):
        if name == "var":
            return variable.handle
        if name in SLOTS[self.kernel]:
            return self.get_slot(variable, name).handle
        if name == "indices":
            return gradient.indices
        if name in GRADIENTS:
            return gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
        if name in RATES:
            return tf.cast(learning_rate, variable.dtype)
        if name.endswith("_power") and name != "lr_power":  # Adam's: what the beta has become by this update
            beta = tf.constant(self.settings[name.removesuffix("_power")], variable.dtype)
            return beta ** tf.cast(self.iterations.value + 1, variable.dtype)
        value = self.settings[name]
        return value(self.iterations.value) if callable(value) else tf.constant(value, variable.dtype)

    def get_config(self):
        raise NotImplementedError("an optimizer recovered from a TF1 graph has no configuration to save; make it anew with migrate.optimizer_for")
