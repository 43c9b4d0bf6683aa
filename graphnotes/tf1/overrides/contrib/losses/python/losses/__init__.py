"""tf.contrib.losses.python.losses: private paths under which public code imports contrib."""

__all__: list[str] = []
