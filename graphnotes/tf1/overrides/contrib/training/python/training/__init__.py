"""tf.contrib.training.python.training: private paths under which public code imports contrib."""

__all__: list[str] = []
