"""Carry TF1 graphs over to TensorFlow 2: `tf.function`, `tf.Module`, SavedModel, with the same numbers."""

from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.module import LegacyModule, not_carried, to_function, to_module
from graphnotes.migrate.optimizers import optimizer_for
from graphnotes.migrate.saved_model import to_saved_model
from graphnotes.migrate.source import LegacyModel, LegacyVariable, open_legacy
from graphnotes.migrate.to_keras import to_keras

__all__ = [
    "CannotMigrate",
    "LegacyModel",
    "LegacyModule",
    "LegacyVariable",
    "not_carried",
    "open_legacy",
    "optimizer_for",
    "to_function",
    "to_keras",
    "to_module",
    "to_saved_model",
]
