"""tf.contrib: the namespaces below it."""

__all__: list[str] = []
