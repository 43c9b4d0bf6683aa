"""Builds and runs one case, and writes down all that can be compared."""

from __future__ import annotations

import gc
import importlib.util
import random
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
# the attributes that were recorded of each node
ATTRIBUTES = ["seed", "seed2", "dtype", "T", "Tidx", "Tindices", "Tparams", "SrcT", "DstT", "out_type", "output_type", "shape", "strides", "ksize", "dilations", "padding", "data_format", "keep_dims", "N", "num_split", "num", "axis", "transpose_a", "transpose_b", "begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask", "validate_shape", "use_locking", "use_nesterov", "component_types", "output_shapes", "output_types", "capacity", "frame_name", "parallel_iterations", "is_constant"]


def load(name: str):
    """The module cases/`name`.py, under a name of its own: cases are called `nn`, `input` or `core`."""
    qualified = "_case" if name == "_case" else f"conformance_case_{name}"
    if qualified not in sys.modules:
        spec = importlib.util.spec_from_file_location(qualified, HERE / "cases" / f"{name}.py")
        module = sys.modules[qualified] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[qualified]


def areas() -> list[str]:
    return sorted(path.stem for path in (HERE / "cases").glob("[a-z]*.py"))


def cases(area: str) -> dict:
    return {function.case["name"]: function for function in load("_case").collect(load(area))}


class Result:
    """What a run of a case gave: arrays by name, Python facts by name, initial variables, the graph, an error."""

    def __init__(self) -> None:
        self.values, self.facts, self.initial = {}, {}, {}
        self.nodes, self.collections = [], {}
        self.error: Exception | None = None

    def add(self, name: str, value) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                self.add(f"{name}/{key}" if name else str(key), item)
        elif hasattr(value, "_fields"):
            for key in value._fields:
                self.add(f"{name}/{key}", getattr(value, key))
        elif isinstance(value, np.ndarray | np.generic) and np.asarray(value).dtype.kind in "biufc":
            self.values[name] = np.asarray(value)
        elif isinstance(value, list | tuple) and any(
            isinstance(item, np.ndarray | np.generic | list | tuple | dict) for item in value
        ):
            for i, item in enumerate(value):
                self.add(f"{name}/{i}", item)
        else:
            self.facts[name] = plain(value)


def plain(value):
    """A value as JSON would have it."""
    if value is None or isinstance(value, bool | int | float | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, bytes):
        return "b:" + value.decode("latin1")
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in sorted(value.items(), key=lambda pair: str(pair[0]))}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    return str(value)


def execute(tf, function, seed: int, variables: dict | None = None) -> Result:
    """Run a case once in a new graph; with `variables`, after giving the model's variables these initial values."""
    meta, result = function.case, Result()
    random.seed(1)
    np.random.seed(1)
    graph = tf.Graph()
    try:
        with graph.as_default():
            if meta["seeded"]:
                tf.set_random_seed(seed)
            program = function(tf, np)
            at_end = meta["graph"] == "end" or (meta["graph"] == "auto" and program.run and not program.session)
            if meta["graph"] != "none" and not at_end:
                result.nodes, result.collections = nodes(tf, graph), collections(graph)
            result.add("", plain(program.facts))
            if not program.session:
                result.add("", program.run(None) or {})
            elif program.run or program.fetch is not None:
                _run(tf, graph, program, meta, result, variables)
            if at_end:
                result.nodes, result.collections = nodes(tf, graph), collections(graph)
    except Exception as error:  # noqa: BLE001 - every error is a result here
        result.error = error
    finally:
        load("_case").clean()
        gc.collect()
    return result


def _run(tf, graph, program, meta: dict, result: Result, variables: dict | None) -> None:
    init = program.init
    if isinstance(init, str):
        initializers = tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()
        init = [tf.group(*initializers)]
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=2)
    with tf.Session(graph=graph, config=config) as session:
        for op in init or []:
            session.run(op)
        model = tf.global_variables()
        if init and meta["seeded"] and model:
            found = zip(model, session.run(list(model)), strict=True)
            result.initial = {v.name: np.asarray(x) for v, x in found if np.asarray(x).dtype.kind in "biufc"}
            if variables:
                _give(session, model, variables)
        if program.run:
            result.add("", program.run(session) or {})
            return
        steps = program.steps or meta["steps"]
        for step in range(steps):
            feed = program.feed
            if callable(feed):
                feed = feed(step)
            elif isinstance(feed, list):
                feed = feed[step]
            if program.train is not None:
                session.run(program.train, feed_dict=feed)
            got = session.run(program.fetch, feed_dict=feed)
            result.add("", got if steps == 1 else {f"{name}@{step}": value for name, value in got.items()})


def _give(session, model, variables: dict) -> None:
    """Initialize the variables with recorded values, found by name, else by position."""
    by_name = {variable.name: variable for variable in model}
    for position, (name, value) in enumerate(variables.items()):
        variable = by_name.get(name)
        if variable is None and len(model) == len(variables):
            variable = model[position]
        if variable is None:
            continue
        source = variable.initializer.inputs[1]
        if source.dtype.base_dtype.name == str(value.dtype):
            session.run(variable.initializer, feed_dict={source: value})


def nodes(tf, graph) -> list:
    """Name, op, inputs and the recorded attributes of every node."""
    found = []
    for node in graph.as_graph_def().node:
        attributes = {name: _attribute(tf, node.attr[name]) for name in ATTRIBUTES if name in node.attr}
        data = [name for name in node.input if not name.startswith("^")]
        control = sorted(name for name in node.input if name.startswith("^"))
        found.append([node.name, node.op, data + control, attributes])
    return found


def _attribute(tf, attribute):
    kind = attribute.WhichOneof("value")
    if kind == "type":
        return tf.as_dtype(attribute.type).name
    if kind == "shape":
        return None if attribute.shape.unknown_rank else [dim.size for dim in attribute.shape.dim]
    if kind == "s":
        return attribute.s.decode("latin1")
    if kind == "list":
        for field in ("i", "s", "f", "b", "type", "shape"):
            got = list(getattr(attribute.list, field))
            if got and field == "type":
                return [tf.as_dtype(item).name for item in got]
            if got and field == "shape":
                return [None if s.unknown_rank else [dim.size for dim in s.dim] for s in got]
            if got:
                return [item.decode("latin1") if isinstance(item, bytes) else item for item in got]
        return []
    return getattr(attribute, kind) if kind in ("i", "f", "b") else None


def collections(graph) -> dict:
    """The names of what is in each collection; the type where there is no name."""
    found = {}
    for key in graph.get_all_collection_keys():
        if isinstance(key, str) and not key.startswith("_"):
            items = graph.get_collection(key)
            found[key] = [item.name if isinstance(getattr(item, "name", None), str) else type(item).__name__ for item in items]
    return found
