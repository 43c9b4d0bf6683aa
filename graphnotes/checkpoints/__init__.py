"""Checkpoints of every TensorFlow age: read, verify, compare, convert and restore, mostly without TensorFlow.

Importing this package imports no TensorFlow; only `restore_test`, writing a TF2 SavedModel of bare variables, and of course
your own session when you `restore` into it, do.
"""

from graphnotes.checkpoints.checkpoint import Arrays, Checkpoint, Entry
from graphnotes.checkpoints.conversion import FORMATS, convert
from graphnotes.checkpoints.derived import Averaged, Picked, Renamed
from graphnotes.checkpoints.differences import TensorDifference, diff
from graphnotes.checkpoints.errors import CheckpointError, CorruptCheckpoint
from graphnotes.checkpoints.locate import open_checkpoint
from graphnotes.checkpoints.restore_testing import RestoreTest, restore_test
from graphnotes.checkpoints.restoring import (
    RestoreError,
    RestoreReport,
    Stored,
    restore,
)
from graphnotes.checkpoints.tensor_statistics import Statistics, statistics
from graphnotes.checkpoints.verification import Verification, verify

__all__ = [
    "FORMATS",
    "Arrays",
    "Averaged",
    "Checkpoint",
    "CheckpointError",
    "CorruptCheckpoint",
    "Entry",
    "Picked",
    "Renamed",
    "RestoreError",
    "RestoreReport",
    "RestoreTest",
    "Statistics",
    "Stored",
    "TensorDifference",
    "Verification",
    "convert",
    "diff",
    "open_checkpoint",
    "restore",
    "restore_test",
    "statistics",
    "verify",
]
