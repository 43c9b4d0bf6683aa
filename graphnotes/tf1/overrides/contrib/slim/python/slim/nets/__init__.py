"""tf.contrib.slim.python.slim.nets: the networks of tf.contrib.slim.nets."""

__all__: list[str] = []
