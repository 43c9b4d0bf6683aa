"""tf.contrib.input_pipeline: the elements of a list of strings, one after the other."""

from graphnotes.tf1.overrides.contrib.input_pipeline.python.ops.input_pipeline_ops import (
    obtain_next,
    seek_next,
)

__all__ = ["obtain_next", "seek_next"]
