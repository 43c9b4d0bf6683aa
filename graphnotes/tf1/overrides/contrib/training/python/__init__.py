"""tf.contrib.training.python: private paths under which public code imports contrib."""

__all__: list[str] = []
