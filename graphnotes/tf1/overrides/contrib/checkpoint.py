"""tf.contrib.checkpoint: object-based checkpoints, where TensorFlow has kept it."""

from __future__ import annotations

from tensorflow.core.protobuf.trackable_object_graph_pb2 import (
    TrackableObjectGraph as CheckpointableObjectGraph,
)
from tensorflow.python.checkpoint.checkpoint import (
    capture_dependencies,
    list_objects,
    object_metadata,
)
from tensorflow.python.trackable.autotrackable import AutoTrackable as Checkpointable
from tensorflow.python.trackable.base import Trackable as CheckpointableBase
from tensorflow.python.trackable.data_structures import (
    List,
    Mapping,
    NoDependency,
)
from tensorflow.python.trackable.python_state import PythonState as PythonStateWrapper
from tensorflow.python.training.checkpoint_management import (
    CheckpointManager,
)

__all__ = [
    "CheckpointManager",
    "Checkpointable",
    "CheckpointableBase",
    "CheckpointableObjectGraph",
    "List",
    "Mapping",
    "NoDependency",
    "PythonStateWrapper",
    "UniqueNameTracker",
    "capture_dependencies",
    "list_objects",
    "object_metadata",
]


class UniqueNameTracker(Checkpointable):
    """Dependencies with a name each: the second "x" is "x_1", the third "x_2"."""

    def __init__(self) -> None:
        self._maybe_initialize_trackable()
        self._name_counts = NoDependency({})

    def track(self, trackable, base_name: str):
        """Depend on `trackable` under `base_name`, or the next free name made of it; `trackable` itself.

        Raises:
            ValueError: a checkpoint cannot hold it.
        """
        if not isinstance(trackable, CheckpointableBase):
            raise ValueError(f"Expected a trackable value, got {trackable} which does not inherit from tf.train.Trackable.")
        count = self._name_counts.get(base_name, 0)
        while self._lookup_dependency(name := f"{base_name}_{count}" if count else base_name) is not None:
            count += 1
        self._name_counts[base_name] = count + 1
        return self._track_trackable(trackable, name)
