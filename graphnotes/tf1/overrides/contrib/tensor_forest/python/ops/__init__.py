"""tensorflow.contrib.tensor_forest.python.ops: the nodes that grow and ask trees."""

__all__: list[str] = []
