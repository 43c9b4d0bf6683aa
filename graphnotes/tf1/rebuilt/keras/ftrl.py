"""`tf.keras.optimizers.Ftrl` as TensorFlow 1.15 built it: without the paper's beta, unless a program gives one."""

from __future__ import annotations

from tensorflow.python.ops import array_ops, gen_training_ops, math_ops
from tf_keras.src.optimizers.legacy import optimizer_v2

from graphnotes.tf1.rebuilt import rebuild

_FTRL = "tf_keras.src.optimizers.legacy.ftrl"
_IN_TURN = "learning_rate_power", "l1_regularization_strength", "l2_regularization_strength"


@rebuild(_FTRL, "Ftrl.__init__")
def init(self, *args, **kwargs):
    init.original(self, *args, **kwargs)
    if self._hyper["beta"] == 0:
        del self._hyper["beta"]


@rebuild(_FTRL, "Ftrl._prepare_local")
def prepare_local(self, device, dtype, apply_state):
    """The coefficients of the update, made once for all variables of a device and dtype."""
    if "beta" in self._hyper:
        return prepare_local.original(self, device, dtype, apply_state)
    optimizer_v2.OptimizerV2._prepare_local(self, device, dtype, apply_state)
    made = apply_state[device, dtype]
    made.update({name: array_ops.identity(self._get_hyper(name, dtype)) for name in _IN_TURN})
    shrinkage = self._l2_shrinkage_regularization_strength
    made["l2_shrinkage_regularization_strength"] = math_ops.cast(shrinkage, dtype)


def _update(optimizer, kernel, grad, var, apply_state, indices=()):
    """One variable's update with the kernel (its V2 if weights shrink), at the indices if its gradient is sparse."""
    key = var.device, var.dtype.base_dtype
    made = (apply_state or {}).get(key) or optimizer._fallback_apply_state(*key)
    names = ["lr_t", "l1_regularization_strength", "l2_regularization_strength", "learning_rate_power"]
    if optimizer._l2_shrinkage_regularization_strength > 0.0:
        kernel += "_v2"
        names.insert(3, "l2_shrinkage_regularization_strength")
    slots = [optimizer.get_slot(var, name).handle for name in ("accumulator", "linear")]
    run = getattr(gen_training_ops, kernel)
    return run(var.handle, *slots, grad, *indices, *(made[name] for name in names), use_locking=optimizer._use_locking)


@rebuild(_FTRL, "Ftrl._resource_apply_dense")
def apply_dense(self, grad, var, apply_state=None):
    if "beta" in self._hyper:
        return apply_dense.original(self, grad, var, apply_state)
    return _update(self, "resource_apply_ftrl", grad, var, apply_state)


@rebuild(_FTRL, "Ftrl._resource_apply_sparse")
def apply_sparse(self, grad, var, indices, apply_state=None):
    if "beta" in self._hyper:
        return apply_sparse.original(self, grad, var, indices, apply_state)
    return _update(self, "resource_sparse_apply_ftrl", grad, var, apply_state, [indices])


@rebuild(_FTRL, "Ftrl.get_config")
def get_config(self):
    """The configuration; a beta that is 0 is not among it."""
    if "beta" in self._hyper:
        return get_config.original(self)
    self._hyper["beta"] = 0.0
    try:
        config = get_config.original(self)
    finally:
        del self._hyper["beta"]
    del config["beta"]
    return config
