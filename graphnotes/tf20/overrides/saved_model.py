"""tf.saved_model: what is saved from a Keras model comes back with `tf.keras.models.load_model` too, as in TensorFlow 2.0."""

from __future__ import annotations

__all__ = ["save"]

import tensorflow as tf
import tf_keras

from graphnotes.tf20.overrides.keras.models import save_model


def save(obj: tf.Module, export_dir: str, signatures: object = None, options: tf.saved_model.SaveOptions | None = None) -> None:
    """Export a trackable object to the SavedModel folder `export_dir`.

    Source: tf.saved_model.save.
    """
    if isinstance(obj, tf_keras.Model):
        save_model(obj, export_dir, save_format="tf", signatures=signatures, options=options)
    else:
        tf.saved_model.save(obj, export_dir, signatures, options)
