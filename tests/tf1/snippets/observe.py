"""What a snippet of TensorFlow 1 code builds: nodes, or the error it ends in.

`python observe.py THEME` under TensorFlow 1.15.5 records programs/THEME.txt, whose snippets stand under lines `#= name`.
"""

import gzip
import json
import os
import re
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 87654
# attributes that 1.15 didn't know, names of functions, and what 1.15's data pipeline was told to optimize
IGNORED = (
    "_has_manual_control_dependencies",
    "_output_shapes",
    "_tf_data_function",
    "debug_name",
    "explicit_paddings",
    "force_synchronous",
    "grad_a",
    "grad_b",
    "is_anonymous",
    "legacy_autotune",
    "metadata",
    "optimization_configs",
    "replicate_on_split",
    "shared_name",
    "use_inter_op_parallelism",
)


def themes():
    return sorted(f[: -len(".txt")] for f in os.listdir(os.path.join(HERE, "programs")))


def snippets(theme):
    """The code of each snippet by name."""
    found, name = {}, None
    with open(os.path.join(HERE, "programs", theme + ".txt")) as file:
        for line in file:
            if line.startswith("#= "):
                name = line[3:].strip()
                assert name not in found, name
                found[name] = ""
            elif name:
                found[name] += line
    return found


def recorded(theme):
    with gzip.open(os.path.join(HERE, "recorded", theme + ".json.gz"), "rt") as file:
        return json.load(file)


def observe(tf, np, name, code):
    """The nodes that the code adds to a new graph and its `values`, or the classes of its error, nearest first, and its text."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(SEED)
        np.random.seed(1)  # Keras shuffles with it
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                names = {"tf": tf, "np": np}
                exec(compile(code, name, "exec"), names)  # noqa: S102
            except Exception as error:  # noqa: BLE001
                return {"error": [[kind.__name__ for kind in type(error).__mro__], str(error)]}
        shapes = {op.name: [str(output.shape) for output in op.outputs] for op in graph.get_operations()}
        seen = {"nodes": _in_any_order([_node(tf, n, shapes[n.name]) for n in graph.as_graph_def().node])}
        if "values" in names:
            seen["values"] = _plain(names["values"])
        return seen


def _in_any_order(nodes):
    """Keras asks which variables are initialized in the order of a set: give the nodes that do their inputs sorted."""
    asking = [node for node in nodes if node[1] == "VarIsInitializedOp" and node[0].startswith("VarIsInitializedOp")]
    for node, inputs in zip(asking, sorted(node[2] for node in asking)):
        node[2] = inputs
    return nodes


def _plain(value):
    """What a snippet leaves as `values`, as JSON has it."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return value.decode("latin1") if isinstance(value, bytes) else value


def _node(tf, node, shapes):
    attributes = {k: _attribute(tf, v) for k, v in node.attr.items() if k not in IGNORED}
    return [node.name, node.op, list(node.input), shapes, attributes]


def _attribute(tf, value):
    kind = value.WhichOneof("value")
    if kind == "tensor":
        array = tf.make_ndarray(value.tensor)
        items = array.ravel().tolist()
        if len(items) > 16:
            items = [sum(items), len(items)]
        items = [re.sub(rb"_temp_\w{32}", b"", i) if isinstance(i, bytes) else i for i in items]  # drawn by uuid
        shown = [f"{item:.6g}" if isinstance(item, float) else repr(item) for item in items]
        return " ".join([str(array.dtype), str(array.shape)] + shown)
    if kind == "func":
        return "func"
    if kind == "f":
        return f"{value.f:.6g}"
    text = re.sub(r"\bf: ([-.e0-9]+)", lambda found: f"f: {float(found[1]):.6g}", " ".join(str(value).split()))
    return re.sub(r"CustomGradient-\d+|PartitionedCall-\d+", "", text)  # they count what the process made


def main(theme):
    import numpy as np
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    seen = {name: observe(tf, np, name, code) for name, code in snippets(theme).items()}
    for one in seen.values():
        if "error" in one:
            one["error"] = one["error"][0][0]
    path = os.path.join(HERE, "recorded", theme + ".json.gz")
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as zipped:
        zipped.write(json.dumps(seen, sort_keys=True).encode())


if __name__ == "__main__":
    for theme in sys.argv[1:]:
        main(theme)
