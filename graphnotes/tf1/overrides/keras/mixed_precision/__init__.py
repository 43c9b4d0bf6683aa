"""tf.keras.mixed_precision as of TensorFlow 1.15."""

__all__: list[str] = []
