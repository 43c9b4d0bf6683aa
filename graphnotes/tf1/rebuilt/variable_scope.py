"""`tf.get_variable`: a regularizer is applied once, to the variable that was made."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.platform import tf_logging

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.variable_scope", "_VariableStore._get_single_variable")
def get_single_variable(self, name, *args, regularizer=None, **kwargs):
    made_before = name in self._vars
    variable = get_single_variable.original(self, name, *args, **kwargs)
    if regularizer is None or made_before:
        return variable
    with ops.colocate_with(variable), ops.name_scope(name + "/Regularizer/"), ops.init_scope():
        loss = regularizer(variable)
    if loss is not None:
        tf_logging.vlog(1, "Applied regularizer to %s and added the result %s to REGULARIZATION_LOSSES.", name, loss)
        ops.add_to_collection(ops.GraphKeys.REGULARIZATION_LOSSES, loss)
    return variable
