"""tensorflow.contrib.learn.python: holds `learn`, which is tf.contrib.learn (see graphnotes.tf1)."""

__all__: list[str] = []
