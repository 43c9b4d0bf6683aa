"""Gradients of the neural network ops."""

from __future__ import annotations

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops import array_ops, gen_nn_ops, math_ops, nn_grad, nn_ops

from graphnotes.tf1.rebuilt import gradient


def _is_zero(grad) -> bool:
    if grad.op.type in ("ZerosLike", "Zeros"):
        return True
    value = tensor_util.constant_value(grad)
    return value is not None and (value == 0).all()


@gradient("SoftmaxCrossEntropyWithLogits")
def _softmax_cross_entropy(op, grad_loss, grad_grad):
    grad = nn_grad._BroadcastMul(grad_loss, op.outputs[1])
    logits = op.inputs[0]
    if grad_grad is not None and not _is_zero(grad_grad):
        softmax = nn_ops.softmax(logits)
        row, column = array_ops.expand_dims(grad_grad, 1), array_ops.expand_dims(softmax, 2)
        grad += (grad_grad - array_ops.squeeze(math_ops.matmul(row, column), axis=1)) * softmax
    return grad, nn_grad._BroadcastMul(grad_loss, -nn_ops.log_softmax(logits))


@gradient("SparseSoftmaxCrossEntropyWithLogits")
def _sparse_softmax_cross_entropy(op, grad_loss, _):
    once = array_ops.prevent_gradient(
        op.outputs[1],
        message="Currently there is no way to take the second derivative of sparse_softmax_cross_entropy_with_logits due "
        "to the fused implementation's interaction with tf.gradients()",
    )
    return nn_grad._BroadcastMul(grad_loss, once), None


@gradient("Conv3D")
def _conv3d(op, grad):
    inputs, filters = op.inputs
    options = {
        "dilations": op.get_attr("dilations"),
        "strides": op.get_attr("strides"),
        "padding": op.get_attr("padding"),
        "data_format": op.get_attr("data_format").decode(),
    }
    return [
        gen_nn_ops.conv3d_backprop_input_v2(array_ops.shape(inputs), filters, grad, **options),
        gen_nn_ops.conv3d_backprop_filter_v2(inputs, array_ops.shape(filters), grad, **options),
    ]


def _zeros(x):
    """Zeros in x's shape, by way of its shape."""
    return array_ops.zeros(shape=array_ops.shape(x), dtype=x.dtype)


@gradient("ReluGrad")
def _relu_grad(op, grad):
    x = op.inputs[1]
    return gen_nn_ops.relu_grad(grad, x), _zeros(x)


@gradient("Relu6Grad")
def _relu6_grad(op, grad):
    x = op.inputs[1]
    return gen_nn_ops.relu6_grad(grad, x), _zeros(x)


@gradient("LeakyReluGrad")
def _leaky_relu_grad(op, grad):
    x = op.inputs[1]
    return gen_nn_ops.leaky_relu_grad(grad, x, alpha=op.get_attr("alpha")), _zeros(x)


def _pooling(kernel):
    """The derivative of a derivative of max pooling, by `kernel`: none towards what was pooled."""

    def derivative(op, grad):
        attrs = {name: op.get_attr(name) for name in ("ksize", "strides", "padding")}
        data_format = op.get_attr("data_format")
        if isinstance(data_format, bytes):
            data_format = data_format.decode()
        zeros = _zeros(op.inputs[0]), _zeros(op.inputs[1])
        return *zeros, kernel(op.inputs[0], op.inputs[1], grad, data_format=data_format, **attrs)

    return derivative


gradient("MaxPoolGrad")(_pooling(gen_nn_ops.max_pool_grad_grad))
gradient("MaxPoolGradGrad")(_pooling(gen_nn_ops.max_pool_grad))
gradient("MaxPool3DGrad")(_pooling(gen_nn_ops.max_pool3d_grad_grad))
gradient("MaxPool3DGradGrad")(_pooling(gen_nn_ops.max_pool3d_grad))
