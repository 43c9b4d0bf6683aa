"""FTRL: the accumulator starts from a constant, and there is no beta."""

from __future__ import annotations

from tensorflow.python.framework import constant_op, ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.training.ftrl", "FtrlOptimizer._create_slots")
def create_slots(self, var_list):
    for variable in var_list:
        with ops.colocate_with(variable):
            start = constant_op.constant(
                self._initial_accumulator_value, dtype=variable.dtype, shape=variable.get_shape()
            )
            self._get_or_make_slot(variable, start, "accum", self._accum_name or self._name)
            self._zeros_slot(variable, "linear", self._linear_name or self._name)


@rebuild("tensorflow.python.training.ftrl", "FtrlOptimizer._prepare")
def prepare(self):
    """Without beta, which came later, the second regularization strength is the one that was given."""
    if self._beta:
        prepare.original(self)
        return
    for name in (
        "learning_rate",
        "l1_regularization_strength",
        "l2_regularization_strength",
        "l2_shrinkage_regularization_strength",
        "learning_rate_power",
    ):
        setattr(self, f"_{name}_tensor", ops.convert_to_tensor(getattr(self, f"_{name}"), name=name))
    self._adjusted_l2_regularization_strength_tensor = self._l2_regularization_strength_tensor
