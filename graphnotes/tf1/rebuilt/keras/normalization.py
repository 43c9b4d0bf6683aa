"""Batch normalization (`tf.layers.batch_normalization`, `tf.keras.layers.BatchNormalization`) as TensorFlow 1.15 built it."""

from __future__ import annotations

import inspect

from tensorflow.python.framework import ops, tensor_shape
from tensorflow.python.ops import array_ops, math_ops, nn_impl
from tf_keras.src import backend
from tf_keras.src.utils import control_flow_util

from graphnotes.tf1.rebuilt import rebuild

_BASE = "tf_keras.src.layers.normalization.batch_normalization"


@rebuild(_BASE, "BatchNormalizationBase.build")
def build(self, input_shape):
    """Four dimensions alone are fused; where they have no scale or no offset, 1.15 makes a constant in its place.

    Raises:
        ValueError: fused=True, in TensorFlow 2's layer, for inputs of another rank.
    """
    if self.fused is not False and tensor_shape.TensorShape(input_shape).ndims == 5:
        if self.fused and self._USE_V2_BEHAVIOR:
            raise ValueError("Batch normalization layers with fused=True only support 4D input tensors.")
        self.fused = False
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


@rebuild(_BASE, "BatchNormalizationBase.call")
def call(self, inputs, training=None, mask=None):
    """Masked steps count like others; virtual batches are a reshape to a new axis and back, of sizes known in the graph.

    Raises:
        TypeError: virtual batches of inputs with more unknown sizes than that of the batch.
    """
    if self.virtual_batch_size is None or self.renorm:
        return call.original(self, inputs, training=training)
    shape = [-1, *inputs.shape.as_list()[1:]]
    batches = array_ops.reshape(inputs, [self.virtual_batch_size, *shape])
    return array_ops.reshape(_of_virtual_batches(self, batches, self._get_training_value(training)), shape)


call.__signature__ = inspect.Signature(list(inspect.signature(call).parameters.values())[:-1])  # Keras gives no mask


def _of_virtual_batches(self, inputs, training):
    """Normalize `[virtual batch, batches, ...]`, each batch with its own moments; the averages take their mean."""
    mean, variance = self.moving_mean, self.moving_variance
    if control_flow_util.constant_value(training) is not False:
        axes = [i for i in range(len(inputs.shape)) if i not in self.axis]
        del axes[1]
        moments = self._moments(math_ops.cast(inputs, self._param_dtype), axes, keep_dims=True)
        mean = control_flow_util.smart_cond(training, lambda: moments[0], lambda: ops.convert_to_tensor(self.moving_mean))
        variance = control_flow_util.smart_cond(
            training, lambda: moments[1], lambda: ops.convert_to_tensor(self.moving_variance)
        )
        means = [math_ops.reduce_mean(value, axis=1, keepdims=True) for value in (mean, variance)]
        for average, value in zip((self.moving_mean, self.moving_variance), means):
            self.add_update(_averaging(self, average, value, training))
    outputs = nn_impl.batch_normalization(inputs, mean, variance, self.beta, self.gamma, self.epsilon)
    outputs.set_shape(inputs.shape)
    return outputs


def _averaging(layer, average, value, training):
    def update():
        return layer._assign_moving_average(average, value, layer.momentum, None)

    return lambda: control_flow_util.smart_cond(training, update, lambda: average)


@rebuild("tf_keras.src.layers.normalization.layer_normalization", "LayerNormalization._fused_can_be_used")
def fused_can_be_used(self, ndims):
    """Layers are normalized by their moments, never by the kernel for batches."""
    return False
