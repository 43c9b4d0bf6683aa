"""A TF1 graph as a TensorFlow 2 SavedModel."""

from __future__ import annotations

import tensorflow as tf

from graphnotes.migrate.module import LegacyModule
from graphnotes.migrate.source import open_legacy


def to_saved_model(source, directory: str, signatures: dict[str, tuple] | None = None, checkpoint: str | None = None) -> LegacyModule:
    """Write the TF1 model in `source` as a TensorFlow 2 SavedModel, and return the module that was written.

    Arguments:
      source: see `open_legacy`.
      directory: where to write; created.
      signatures: name -> (feeds, fetches), as for `LegacyModule.function`, `fetches` a dict. Default: those of a SavedModel source.

    Raises:
      CannotMigrate: a part has no TensorFlow 2 counterpart; nothing is written then.
      ValueError: no signatures are given and the source has none.
    """
    model = open_legacy(source, checkpoint)
    signatures = signatures or model.signatures
    if not signatures:
        raise ValueError(f"{model.origin} declares no signatures: give signatures={{'serving_default': (feeds, fetches)}}")
    module = LegacyModule(model)
    functions = {key: module.function(feeds, fetches, key) for key, (feeds, fetches) in signatures.items()}
    for key, function in functions.items():
        setattr(module, key, function)
    tf.saved_model.save(module, directory, signatures={key: function.get_concrete_function() for key, function in functions.items()})
    return module
