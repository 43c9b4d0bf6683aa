"""tensorflow.contrib.metrics.python: private modules of tf.contrib.metrics."""

__all__: list[str] = []
