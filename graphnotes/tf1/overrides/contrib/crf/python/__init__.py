"""tf.contrib.crf.python: private paths under which public code imports contrib."""

__all__: list[str] = []
