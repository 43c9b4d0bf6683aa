"""tensorflow.contrib.decision_trees.proto: the messages that decision trees are kept in."""

__all__: list[str] = []
