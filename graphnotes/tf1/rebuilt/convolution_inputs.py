"""`tf.nn.conv2d`: one op of what it is given, lists and unknown ranks included."""

from __future__ import annotations

from tensorflow.python.ops import gen_nn_ops, nn_ops
from tensorflow.python.util import deprecation

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.nn_ops", "conv2d")
def conv2d(
    input,
    filter=None,
    strides=None,
    padding=None,
    use_cudnn_on_gpu=True,
    data_format="NHWC",
    dilations=[1, 1, 1, 1],  # noqa: B006 - as it is shown
    name=None,
    filters=None,
):
    """`tf.nn.conv2d`: `input` of rank 4, by `data_format`; `filter` [height, width, in channels, out channels]."""
    filter = deprecation.deprecated_argument_lookup("filters", filters, "filter", filter)
    padding, explicit_paddings = nn_ops.convert_padding(padding)
    data_format = data_format or "NHWC"
    channel = 1 if data_format.startswith("NC") else 3
    return gen_nn_ops.conv2d(
        input,
        filter=filter,
        strides=nn_ops._get_sequence(strides, 2, channel, "strides"),
        padding=padding,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=nn_ops._get_sequence(dilations, 2, channel, "dilations"),
        name=name,
    )
