"""tensorflow.contrib.metrics.python.ops: private modules of tf.contrib.metrics."""

__all__: list[str] = []
