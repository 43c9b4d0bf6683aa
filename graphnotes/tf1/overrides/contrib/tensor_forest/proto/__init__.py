"""tensorflow.contrib.tensor_forest.proto: protocol messages."""

__all__: list[str] = []
