"""Seeds: an op without a seed of its own gets the number of ops its graph has."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.framework.random_seed import DEFAULT_GRAPH_SEED

from graphnotes.tf1.rebuilt import rebuild

_LIMIT = 2**31 - 1


@rebuild("tensorflow.python.framework.random_seed", "get_seed")
def get_seed(op_seed: int | None) -> tuple[int | None, int | None]:
    """The (seed, seed2) attributes of a random op (1.15's tf.get_seed).

    Graph seed and op seed if both are set; without an op seed, the number of ops already in the graph stands in for it, so
    one op more or less before it changes what it draws; without a graph seed, a fixed one; with neither, (None, None).
    """
    graph = ops.get_default_graph()
    if graph.seed is None:
        if op_seed is None:
            return None, None
        seeds = DEFAULT_GRAPH_SEED, op_seed % _LIMIT
    else:
        if op_seed is None:
            op_seed = graph.version
            if hasattr(graph, "_seed_used"):
                graph._seed_used = True
        seeds = graph.seed % _LIMIT, op_seed % _LIMIT
    # the kernels take (0, 0) for "not seeded"
    return (0, _LIMIT) if seeds == (0, 0) else seeds
