"""What TensorFlow 1.15.5 built, and what is built here, in one form."""

import gzip
import json
from pathlib import Path

PROGRAMS = Path(__file__).parents[1] / "data" / "programs"


def recorded(name):
    return json.loads(gzip.decompress((PROGRAMS / f"{name}.json.gz").read_bytes()))


def nodes(graph):
    """Every node with its type, inputs (control inputs too) and seeds, in the order in which they were made."""
    return [_node(op) for op in graph.get_operations()]


def _node(op):
    seeds = {s: op.get_attr(s) for s in ("seed", "seed2")} if op.type.startswith("Random") else {}
    return {"name": op.name, "op": op.type, "input": list(op.node_def.input), **seeds}
