"""tf.contrib.slim.python.slim.data: what reads data sets, which tf.contrib.slim has too."""

__all__: list[str] = []
