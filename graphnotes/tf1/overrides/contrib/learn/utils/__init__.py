"""tf.contrib.learn.utils: functions around estimators."""

__all__: list[str] = []
