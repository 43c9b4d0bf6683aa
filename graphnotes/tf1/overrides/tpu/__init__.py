"""What differs from `tf.compat.v1.tpu` in TensorFlow 1.15."""

__all__: list[str] = []
