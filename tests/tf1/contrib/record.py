"""Runs the programs and writes down their graphs and values: `python record.py THEME`, under TensorFlow 1.15.5."""

import gzip
import importlib
import inspect
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 1215
IGNORED_COLLECTIONS = ("__varscope", "__variable_store")


def programs(theme):
    """The public functions of programs/<theme>.py, in their order."""
    folder = os.path.join(HERE, "programs")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    module = importlib.import_module(theme)
    found = [f for n, f in vars(module).items() if inspect.isfunction(f) and not n.startswith("_")]
    return [f for f in found if f.__module__ == theme]


def observe(tf, np, program):
    """What a program builds and computes: nodes, variables, collections, values (JSON)."""
    graph = tf.Graph()
    with graph.as_default():
        tf.set_random_seed(SEED)
        fetched = program(tf, np)
        seen = {
            "nodes": [[n.name, n.op, _inputs(n), _seed2(n)] for n in graph.as_graph_def().node],
            "variables": [v.name for v in tf.global_variables()],
            "trainable": [v.name for v in tf.trainable_variables()],
            "collections": {
                str(k): [_name(item) for item in graph.get_collection(k)]
                for k in sorted(graph.get_all_collection_keys(), key=str)
                if not (isinstance(k, tuple) or str(k).startswith("_"))
            },
        }
        seen["values"] = _values(tf, np, fetched) if fetched else {}
    return seen


def _values(tf, np, fetched):
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
        return {k: _plain(np, v) for k, v in session.run(fetched).items()}


def _inputs(node):
    return [i for i in node.input if not i.startswith("^")] + sorted(i for i in node.input if i.startswith("^"))


def _seed2(node):
    return node.attr["seed2"].i if "seed2" in node.attr else 0


def _name(item):
    return item.name if isinstance(getattr(item, "name", None), str) else type(item).__name__


def _plain(np, value):
    if hasattr(value, "_asdict"):
        return {k: _plain(np, v) for k, v in value._asdict().items()}
    if isinstance(value, dict):
        return {str(k): _plain(np, v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(np, v) for v in value]
    array = np.asarray(value)
    if array.dtype.kind in "OSU":
        return [v.decode("latin1") if isinstance(v, bytes) else str(v) for v in array.ravel()]
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": [float(x) for x in array.ravel()]}


def main(theme):
    import numpy as np
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    recorded = {}
    for program in programs(theme):
        recorded[program.__name__] = observe(tf, np, program)
    with gzip.GzipFile(os.path.join(HERE, "recorded", theme + ".json.gz"), "wb", mtime=0) as out:
        out.write(json.dumps(recorded, sort_keys=True).encode())
    print(theme, len(recorded), "programs recorded with", tf.__version__)


if __name__ == "__main__":
    for theme in sys.argv[1:]:
        main(theme)
