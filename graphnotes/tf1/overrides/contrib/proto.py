"""tf.contrib.proto: protocol buffers as tensors, where TensorFlow has kept it."""

from tensorflow.python.ops.gen_encode_proto_ops import (
    encode_proto,
)

__all__ = [
    "encode_proto",
]
