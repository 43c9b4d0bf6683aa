"""tensorflow.contrib.image.python.ops: the private path of tf.contrib.image."""

__all__: list[str] = []
