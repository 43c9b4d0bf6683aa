"""Convolution layers (`tf.layers.conv2d`, `tf.keras.layers.Conv2D`, ...) as TensorFlow 1.15 built them.

1.15 prepares the convolution when the layer is built, which puts a `dilation_rate` node into the layer's scope, and takes
a transposed convolution's output size from the dynamic shape.
"""

from __future__ import annotations

from tensorflow.python.framework import tensor_shape
from tensorflow.python.ops import array_ops, array_ops_stack, nn_ops
from tf_keras.src import backend
from tf_keras.src.utils import conv_utils

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.layers.convolutional.base_conv", "Conv.build")
def build(self, input_shape):
    build.original(self, input_shape)
    if self.groups != 1:  # grouped convolution came after 1.15
        return
    padding = "valid" if self.padding == "causal" else self.padding
    self._convolution_op = nn_ops.Convolution(
        tensor_shape.as_shape(input_shape),
        filter_shape=self.kernel.shape,
        dilation_rate=self.dilation_rate,
        strides=self.strides,
        padding=padding.upper() if isinstance(padding, str) else padding,
        data_format=conv_utils.convert_data_format(self.data_format, self.rank + 2),
    )


@rebuild("tf_keras.src.layers.convolutional.base_conv", "Conv.convolution_op")
def convolution_op(self, inputs, kernel):
    prepared = getattr(self, "_convolution_op", None)
    if prepared is None:
        return convolution_op.original(self, inputs, kernel)
    return prepared(inputs, kernel)


@rebuild("tf_keras.src.layers.convolutional.conv2d_transpose", "Conv2DTranspose.call")
def call(self, inputs):
    shape = array_ops.shape(inputs)
    batch = shape[0]
    first = 2 if self.data_format == "channels_first" else 1
    spatial = [shape[first], shape[first + 1]]
    extra = self.output_padding or (None, None)
    height, width = (
        conv_utils.deconv_output_length(
            length,
            self.kernel_size[i],
            padding=self.padding,
            output_padding=extra[i],
            stride=self.strides[i],
            dilation=self.dilation_rate[i],
        )
        for i, length in enumerate(spatial)
    )
    channels_first = self.data_format == "channels_first"
    size = (
        (batch, self.filters, height, width)
        if channels_first
        else (batch, height, width, self.filters)
    )
    outputs = backend.conv2d_transpose(
        inputs,
        self.kernel,
        array_ops_stack.stack(size),
        strides=self.strides,
        padding=self.padding,
        data_format=self.data_format,
        dilation_rate=self.dilation_rate,
    )
    outputs.set_shape(self.compute_output_shape(inputs.shape))
    if self.use_bias:
        outputs = nn_ops.bias_add(
            outputs,
            self.bias,
            data_format=conv_utils.convert_data_format(self.data_format, ndim=4),
        )
    return outputs if self.activation is None else self.activation(outputs)
