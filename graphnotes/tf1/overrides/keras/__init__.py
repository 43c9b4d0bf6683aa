"""What differs from the Keras of tf-keras in TensorFlow 1.15's tf.keras."""

__all__ = ["__version__"]

__version__ = "2.2.4-tf"
