"""tf.data.experimental: what left it since TensorFlow 1.15."""

from __future__ import annotations

from tensorflow.python.data.util import options as options_lib
from tensorflow.python.training import session_run_hook

from graphnotes.tf1._unsupported import unsupported, unsupported_class

__all__ = [
    "CheckpointInputPipelineHook",
    "MapVectorizationOptions",
    "StatsAggregator",
    "StatsOptions",
    "bytes_produced_stats",
    "latency_stats",
]

_STATS = "tf.data statistics left TensorFlow; tf.profiler shows where an input pipeline spends its time"
StatsAggregator = unsupported_class(
    "data.experimental.StatsAggregator",
    _STATS,
    get_summary=unsupported("data.experimental.StatsAggregator.get_summary", _STATS),
)
StatsOptions = unsupported_class(
    "data.experimental.StatsOptions",
    _STATS,
    **dict.fromkeys(("aggregator", "prefix", "counter_prefix", "latency_all_edges")),
)
CheckpointInputPipelineHook = unsupported_class(
    "data.experimental.CheckpointInputPipelineHook",
    "save the iterator with tf.data.experimental.make_saveable_from_iterator and tf.train.Saver",
    session_run_hook.SessionRunHook,
)


class MapVectorizationOptions(options_lib.OptionsBase):
    """Whether maps may be vectorized: 1.15's default was no, and today's TensorFlow never does it, so nothing changes."""

    enabled = options_lib.create_option(name="enabled", ty=bool, docstring="Whether to vectorize maps.")
    use_choose_fastest = options_lib.create_option(
        name="use_choose_fastest", ty=bool, docstring="Whether to measure which is faster."
    )


def latency_stats(tag):
    """A transformation that measured the time an element took. Without a StatsAggregator it only passed elements on; so does this."""
    return lambda dataset: dataset


def bytes_produced_stats(tag):
    """The same for the number of bytes of an element."""
    return lambda dataset: dataset
