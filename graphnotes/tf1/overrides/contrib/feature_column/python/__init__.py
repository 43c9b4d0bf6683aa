"""tensorflow.contrib.feature_column.python: private modules of tf.contrib.feature_column."""

__all__: list[str] = []
