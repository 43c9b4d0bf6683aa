"""tensorflow.contrib.tensor_forest.client: estimators of forests, and their metrics."""

__all__: list[str] = []
