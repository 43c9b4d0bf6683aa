"""tensorflow.python.distribute, as estimators know it."""

__all__: list[str] = []
