"""What differs from `tf.compat.v1.lite` in TensorFlow 1.15."""

__all__: list[str] = []
