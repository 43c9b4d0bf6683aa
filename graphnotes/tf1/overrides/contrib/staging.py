"""tf.contrib.staging: staging areas, where TensorFlow has kept it."""

from tensorflow.python.ops.data_flow_ops import (
    StagingArea,
)

__all__ = [
    "StagingArea",
]
