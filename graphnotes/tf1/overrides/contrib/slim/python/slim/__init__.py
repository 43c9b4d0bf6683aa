"""tf.contrib.slim.python.slim: private paths under which public code imports contrib."""

__all__: list[str] = []
