"""tf.keras.wrappers as of TensorFlow 1.15."""

__all__: list[str] = []
