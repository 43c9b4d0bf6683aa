"""tf.train as it was before 1.0."""

from graphnotes.tf1 import root as tf


class SummaryWriter(tf.summary.FileWriter):
    """Writes summaries to event files in `logdir` (`tf.summary.FileWriter` from 1.0)."""

    def __init__(self, logdir, graph=None, max_queue=10, flush_secs=120, graph_def=None):
        if graph is not None and not isinstance(graph, tf.Graph):  # 0.6: the second argument was the GraphDef
            graph, graph_def = None, graph
        super().__init__(logdir, graph, max_queue, flush_secs, graph_def)


__all__ = ["SummaryWriter"]
