"""tf.keras.datasets: MNIST without a download."""

__all__ = []
