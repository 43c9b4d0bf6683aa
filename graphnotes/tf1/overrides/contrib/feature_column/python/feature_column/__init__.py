"""tensorflow.contrib.feature_column.python.feature_column: private modules of tf.contrib.feature_column."""

__all__: list[str] = []
