"""Batch normalization (`tf.layers.batch_normalization`, `tf.keras.layers.BatchNormalization`) as TensorFlow 1.15 built it."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.ops import nn_impl
from tf_keras.src import backend
from tf_keras.src.utils import control_flow_util

from graphnotes.tf1.rebuilt import rebuild

_BASE = "tf_keras.src.layers.normalization.batch_normalization"


@rebuild(_BASE, "BatchNormalizationBase.build")
def build(self, input_shape):
    """Where fused normalization has no scale or no offset, 1.15 makes a constant in its place."""
    add_weight = self.add_weight

    def constants_then_weight(name=None, **kwargs):
        if name in ("beta", "moving_mean") and not self.scale:
            _constant(self, "_gamma_const", 1.0)
        if name == "moving_mean" and not self.center:
            _constant(self, "_beta_const", 0.0)
        return add_weight(name=name, **kwargs)

    self.__dict__["add_weight"] = constants_then_weight
    try:
        build.original(self, input_shape)
    finally:
        del self.__dict__["add_weight"]


def _constant(layer, attribute, value):
    """The layer's constant scale or offset, made when first asked for."""
    if layer.fused and getattr(layer, attribute, None) is None:
        made = backend.constant(
            value, dtype=layer._param_dtype, shape=layer._param_shape
        )
        setattr(layer, attribute, made)
    return getattr(layer, attribute, None)


@rebuild(_BASE, "BatchNormalizationBase._fused_batch_norm")
def _fused_batch_norm(self, inputs, mask=None, training=None):
    """1.15 gives the training kernel no moving averages, and keeps them itself in both modes."""
    shared = {"epsilon": self.epsilon, "data_format": self._data_format}
    beta = self.beta if self.center else _constant(self, "_beta_const", 0.0)
    gamma = self.gamma if self.scale else _constant(self, "_gamma_const", 1.0)

    def train():
        return nn_impl.fused_batch_norm(inputs, gamma, beta, **shared)

    def infer():
        averages = {"mean": self.moving_mean, "variance": self.moving_variance}
        return nn_impl.fused_batch_norm(
            inputs, gamma, beta, **averages, is_training=False, **shared
        )

    output, mean, variance = control_flow_util.smart_cond(training, train, infer)
    known = control_flow_util.constant_value(training)
    if known is None:
        momentum = control_flow_util.smart_cond(
            training, lambda: self.momentum, lambda: 1.0
        )
    else:
        momentum = ops.convert_to_tensor(self.momentum)
    if known or known is None:
        self.add_update(
            lambda: self._assign_moving_average(self.moving_mean, mean, momentum, None)
        )
        self.add_update(
            lambda: self._assign_moving_average(
                self.moving_variance, variance, momentum, None
            )
        )
    return output
