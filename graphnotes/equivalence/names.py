"""The rungs of the ladder, lowest first."""

RUNGS = ("variables", "initial", "forward", "loss", "gradients", "update", "training", "checkpoint", "metric")
