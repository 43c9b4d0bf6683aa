"""`model.summary()` in the layout of TensorFlow 2.0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import tensorflow as tf
import tf_keras
from tf_keras.src.engine.functional import Functional

_CHAIN = (65, (0.45, 0.85, 1.0), ("Layer (type)", "Output Shape", "Param #"))
_GRAPH = (98, (0.33, 0.55, 0.67, 1.0), ("Layer (type)", "Output Shape", "Param #", "Connected to"))


def print_summary(
    model: tf_keras.Model,
    line_length: int | None = None,
    positions: list[float] | None = None,
    print_fn: Callable[[str], None] | None = None,
) -> None:
    """Print a table of the layers: name, output shape ("multiple" where no single one is known), parameters.

    Args:
        line_length: characters per line.
        positions: where the columns end, as parts of the line or in characters.
        print_fn: gets each line; default `print`.

    Raises:
        ValueError: if the model has not been built.
    """
    if not model.built:
        raise ValueError(
            "This model has not yet been built. Build the model first by calling `build()` or calling `fit()` with some data,"
            " or specify an `input_shape` argument in the first layer(s) for automatic build."
        )
    say = print_fn or print
    chain = _is_chain(model)
    length, columns, head = _CHAIN if chain else _GRAPH
    length, ends = line_length or length, positions or columns
    if ends[-1] <= 1:
        ends = [int(length * end) for end in ends]

    say(f'Model: "{model.name}"')
    say("_" * length)
    _row(head, ends, say)
    say("=" * length)
    for number, layer in enumerate(model.layers):
        if number:
            say("_" * length)
        connections = [] if chain else _connections(model, layer)
        cells = [f"{layer.name} ({_type(layer)})", _output_shape(model, layer), _parameters(layer), *connections[:1]]
        _row(cells, ends, say)
        for connection in connections[1:]:
            _row(["", "", "", connection], ends, say)
    say("=" * length)
    trainable, fixed = _count(model.trainable_weights), _count(model.non_trainable_weights)
    say(f"Total params: {trainable + fixed:,}")
    say(f"Trainable params: {trainable:,}")
    say(f"Non-trainable params: {fixed:,}")
    say("_" * length)


def _row(cells: list[object], ends: list[int], say: Callable[[str], None]) -> None:
    """One line; a cell that is too long is cut, with one space before the next."""
    line = ""
    for number, (cell, end) in enumerate(zip(cells, ends)):
        if number:
            line = line[:-1] + " "
        line = (line + str(cell))[:end].ljust(end)
    say(line.ljust(ends[-1]))


def _is_chain(model: tf_keras.Model) -> bool:
    """Whether every layer has one input, the layer before it, so that connections need no column."""
    if isinstance(model, tf_keras.Sequential) or not model._is_graph_network:
        return True
    depths = list(model._nodes_by_depth.values())
    if any(len(nodes) > 1 or len(nodes[0].keras_inputs) > 1 for nodes in depths):
        return False
    own = [node for nodes in depths for node in nodes]
    return all(sum(node in own for node in layer._inbound_nodes) <= 1 for layer in model.layers)


def _connections(model: tf_keras.Model, layer: tf_keras.layers.Layer) -> list[str]:
    own = [node for nodes in model._nodes_by_depth.values() for node in nodes]
    return [
        f"{source.name}[{node}][{tensor}]"
        for inbound in layer._inbound_nodes
        if inbound in own
        for source, node, tensor, _ in inbound.iterate_inbound()
    ] or [""]


def _type(layer: tf_keras.layers.Layer) -> str:
    return "Model" if type(layer).__name__ == "Functional" else type(layer).__name__


def _output_shape(model: tf_keras.Model, layer: tf_keras.layers.Layer) -> object:
    deferred = isinstance(model, tf_keras.Sequential) and not model._has_explicit_input_shape
    if deferred and not isinstance(layer, Functional):
        return "multiple"  # 2.0 connected layers only behind an explicit input shape
    try:
        return layer.output_shape
    except (AttributeError, RuntimeError):
        return "multiple"


def _parameters(layer: tf_keras.layers.Layer) -> object:
    if not layer.built and not getattr(layer, "_is_graph_network", False):
        return "0 (unused)"
    return layer.count_params()


def _count(weights: list[tf.Variable]) -> int:
    return int(sum(np.prod(weight.shape.as_list()) for weight in {id(weight): weight for weight in weights}.values()))
