"""tensorflow.contrib.learn.python.learn.export_strategy: how an experiment exports."""

from graphnotes.tf1.overrides.contrib.learn._export import (
    ExportStrategy,
)

__all__ = [
    "ExportStrategy",
]
