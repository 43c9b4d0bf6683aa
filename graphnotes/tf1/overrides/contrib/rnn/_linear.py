"""A weight matrix over concatenated inputs, made in the current variable scope: what contrib's cells are made of."""

from __future__ import annotations

from graphnotes.tf1 import root as tf

KERNEL, BIAS = "kernel", "bias"


def total_width(args) -> int:
    """The sum of the inputs' widths; ValueError when one is no matrix or has an unknown width."""
    shapes = [a.get_shape() for a in args]
    for shape in shapes:
        if shape.ndims != 2:
            raise ValueError(f"linear is expecting 2D arguments: {shapes}")
        if shape.dims[1].value is None:
            raise ValueError(f"linear expects shape[1] to be provided for shape {shape}, but saw {shape[1]}")
    return sum(shape.dims[1].value for shape in shapes)


class Linear:
    """args @ kernel + bias; the variables are made at once, the product whenever it is called.

    Args:
        args: a matrix or a list of them.
        output_size: columns of the result.
        build_bias: whether there is a bias.

    Raises:
        ValueError: there are no `args`, or their widths are unknown.
    """

    def __init__(self, args, output_size, build_bias, bias_initializer=None, kernel_initializer=None):
        self._several = isinstance(args, (list, tuple))
        if args is None or (self._several and not args):
            raise ValueError("`args` must be specified")
        args = args if self._several else [args]
        width, dtype = total_width(args), args[0].dtype
        self._bias = None
        with tf.variable_scope(tf.get_variable_scope()) as outer:
            self._kernel = tf.get_variable(
                KERNEL, [width, output_size], dtype=dtype, initializer=kernel_initializer
            )
            if build_bias:
                with tf.variable_scope(outer) as inner:
                    inner.set_partitioner(None)
                    self._bias = tf.get_variable(
                        BIAS,
                        [output_size],
                        dtype=dtype,
                        initializer=bias_initializer or tf.constant_initializer(0.0, dtype=dtype),
                    )

    def __call__(self, args):
        args = args if self._several else [args]
        if len(args) == 1:
            result = tf.matmul(args[0], self._kernel)
        else:
            one = tf.constant(1, dtype=tf.int32)
            result = tf.matmul(tf.concat(args, one), self._kernel)
        return result if self._bias is None else tf.nn.bias_add(result, self._bias)


def linear(args, output_size, bias, bias_initializer=None, kernel_initializer=None):
    """The product of `Linear`, its variables made (or reused) on the way."""
    several = isinstance(args, (list, tuple))
    if args is None or (several and not args):
        raise ValueError("`args` must be specified")
    args = args if several else [args]
    width, dtype = total_width(args), args[0].dtype
    with tf.variable_scope(tf.get_variable_scope()) as outer:
        kernel = tf.get_variable(KERNEL, [width, output_size], dtype=dtype, initializer=kernel_initializer)
        result = tf.matmul(args[0] if len(args) == 1 else tf.concat(args, 1), kernel)
        if not bias:
            return result
        with tf.variable_scope(outer) as inner:
            inner.set_partitioner(None)
            initializer = bias_initializer or tf.constant_initializer(0.0, dtype=dtype)
            biases = tf.get_variable(BIAS, [output_size], dtype=dtype, initializer=initializer)
        return tf.nn.bias_add(result, biases)
