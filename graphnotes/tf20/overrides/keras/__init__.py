"""tf.keras of TensorFlow 2.0: its models."""

from graphnotes.tf20.overrides.keras.models import Model, Sequential

__all__ = ["Model", "Sequential", "__version__"]

__version__ = "2.2.4-tf"
