"""A TF1 program in a folder, to be opened in another process: MetaGraph, values, and which tensors matter."""

from __future__ import annotations

import json
import os
import sys

import numpy as np
import tensorflow as tf

from graphnotes.equivalence.legacy_side import LegacySide, meta_graph
from graphnotes.migrate.names import tensor_name
from graphnotes.migrate.source import LegacyModel, LegacyVariable

v1 = tf.compat.v1


def save_bundle(side: LegacySide, folder: str) -> None:
    """Write the graph, initial values and tensor names of `side` into a new `folder`."""
    write_bundle(folder, meta_graph(side.model.graph), side.model, side._given)


def write_bundle(folder: str, meta: v1.MetaGraphDef, model: LegacyModel, given: dict) -> None:
    """As `save_bundle`, from the parts."""
    os.makedirs(folder)
    with open(f"{folder}/graph.meta", "wb") as file:
        file.write(meta.SerializeToString())
    variables = list(model.variables.values())
    np.savez(f"{folder}/values.npz", **{str(i): _storable(v.value) for i, v in enumerate(variables) if v.value is not None})
    feeds = given["feeds"] if isinstance(given["feeds"], dict) else {f"{i}": t for i, t in enumerate(given["feeds"])}
    outputs = given.get("outputs")
    if outputs is not None and not isinstance(outputs, dict):
        outputs = {"output": outputs}
    about = {
        "origin": model.origin,
        "variables": [{"name": v.name, "node": v.node, "dtype": v.dtype.name, "trainable": v.trainable} for v in variables],
        "feeds": {k: tensor_name(t) for k, t in feeds.items()},
        "outputs": {k: tensor_name(t) for k, t in (outputs or {}).items()},
        **{k: tensor_name(given[k]) if given.get(k) is not None else None for k in ("loss", "train_op", "metric")},
    }
    with open(f"{folder}/about.json", "w") as file:
        json.dump(about, file)


def open_bundle(folder: str) -> tuple[LegacyModel, dict]:
    """The model and the named tensors of a bundle."""
    with open(f"{folder}/about.json") as file:
        about = json.load(file)
    with tf.Graph().as_default() as graph:
        v1.train.import_meta_graph(f"{folder}/graph.meta")
    variables = {}
    with np.load(f"{folder}/values.npz", allow_pickle=False) as values:
        for index, v in enumerate(about["variables"]):
            shape = tf.TensorShape(graph.get_operation_by_name(v["node"]).get_attr("shape"))
            value = values.get(str(index))
            variables[v["name"]] = LegacyVariable(v["name"], v["node"], shape, tf.as_dtype(v["dtype"]), v["trainable"], value)
    given = {k: about[k] for k in ("feeds", "outputs", "loss", "train_op", "metric")}
    return LegacyModel(about["origin"], graph, variables), given


def _storable(value):
    value = np.asarray(value)
    return value.astype("S") if value.dtype.kind == "O" else value


def main(folder: str) -> None:
    """Record the bundle in `folder` with the batches and draws of `base.npz`, into `control.npz`."""
    from graphnotes.equivalence.recording import mode_arguments, record
    from graphnotes.equivalence.trace import Trace

    model, given = open_bundle(f"{folder}/bundle")
    base = Trace.load(f"{folder}/base.npz")
    with open(f"{folder}/plan.json") as file:
        settings = json.load(file)
    side = LegacySide(model, **given)
    modes = {mode: mode_arguments(base.settings, mode) for mode in ("training", "inference")}
    record(side, base.batches(), **settings, **modes, replay=base).save(f"{folder}/control.npz")


if __name__ == "__main__":
    main(sys.argv[1])
