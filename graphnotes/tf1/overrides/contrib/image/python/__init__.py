"""tensorflow.contrib.image.python: the private path of tf.contrib.image."""

__all__: list[str] = []
