"""tensorflow.contrib.tensor_forest.proto.fertile_stats_pb2: what is counted at a tree's leaves, as protocol messages."""

from graphnotes.tf1.overrides.contrib.tensor_forest._messages import MESSAGES

FertileSlot = MESSAGES["FertileSlot"]
FertileStats = MESSAGES["FertileStats"]
GiniStats = MESSAGES["GiniStats"]
LeafStat = MESSAGES["LeafStat"]
SplitCandidate = MESSAGES["SplitCandidate"]
TreePath = MESSAGES["TreePath"]

__all__ = [
    "FertileSlot",
    "FertileStats",
    "GiniStats",
    "LeafStat",
    "SplitCandidate",
    "TreePath",
]
