"""tf.contrib.layers.python: the private paths under which public code imports contrib's layers."""

__all__: list[str] = []
