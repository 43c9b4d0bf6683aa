"""tf.contrib.learn: its data sets. (`tensorflow.contrib.learn.python.learn` is the same namespace.)"""

__all__: list[str] = []
