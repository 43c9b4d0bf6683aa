"""Checkpoints of every TensorFlow age: read, verify, compare, convert and restore, mostly without TensorFlow.

Importing this package imports no TensorFlow; only `restore`, `restore_test` and writing a TF2 SavedModel do.
"""

from graphnotes.checkpoints.checkpoint import Arrays, Checkpoint, Entry
from graphnotes.checkpoints.errors import CheckpointError, CorruptCheckpoint
from graphnotes.checkpoints.locate import open_checkpoint
from graphnotes.checkpoints.statistics import Statistics, statistics
from graphnotes.checkpoints.verify import Verification, verify

__all__ = [
    "Arrays",
    "Checkpoint",
    "CheckpointError",
    "CorruptCheckpoint",
    "Entry",
    "Statistics",
    "Verification",
    "open_checkpoint",
    "statistics",
    "verify",
]
