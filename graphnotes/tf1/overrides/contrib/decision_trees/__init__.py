"""tensorflow.contrib.decision_trees: the messages that decision trees are kept in."""

__all__: list[str] = []
