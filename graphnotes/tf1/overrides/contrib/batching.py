"""tf.contrib.batching: batching of calls, where TensorFlow has kept it."""

from tensorflow.python.ops.batch_ops import (
    batch_function,
)

__all__ = [
    "batch_function",
]
