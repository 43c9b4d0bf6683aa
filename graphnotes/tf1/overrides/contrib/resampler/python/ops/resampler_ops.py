"""tensorflow.contrib.resampler.python.ops.resampler_ops: tf.contrib.resampler."""

from graphnotes.tf1.overrides.contrib.resampler import resampler

__all__ = ["resampler"]
