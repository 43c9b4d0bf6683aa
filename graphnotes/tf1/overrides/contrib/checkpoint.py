"""tf.contrib.checkpoint: object-based checkpoints, where TensorFlow has kept it."""

from tensorflow.python.trackable.data_structures import (
    List,
    Mapping,
    NoDependency,
)
from tensorflow.python.training.checkpoint_management import (
    CheckpointManager,
)

__all__ = [
    "CheckpointManager",
    "List",
    "Mapping",
    "NoDependency",
]
