"""A TF1 graph of recognised layers as a functional Keras model."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.function import named
from graphnotes.migrate.keras_builder import Builder
from graphnotes.migrate.source import open_legacy

ROUNDING = 1e-5  # of the largest output: Keras' layers sum in another order

# rank of a placeholder -> why it is no model's input
_NO_INPUT = {0: "is a scalar, which can't be an input: give its training value in settings", None: "has a shape of which nothing is known: a layer needs its size"}


def to_keras(source, inputs, output, settings: dict | None = None, keras=None, checkpoint: str | None = None):
    """A functional Keras model that computes tensor `output` from `inputs`, with the weights of the TF1 model in `source`.

    Recognised are dense, convolution and pooling layers (NHWC and NCHW), activations, dropout, batch norm, embedding, `dynamic_rnn`
    and `static_rnn` over LSTM, GRU and basic cells, reshaping, transposing and arithmetic between them. The model is run against the graph
    on random inputs before it is returned.

    Arguments:
      inputs: the placeholder (or a list or dict of them) that become the model's inputs.
      settings: training-mode values of other placeholders, such as `{"keep_prob:0": 0.5}`: they fix the rate of a Dropout layer.
      keras: `tf.keras` by default; `tf_keras` works as well.

    Raises:
      CannotMigrate: naming each part that isn't a recognised layer, or saying that the two compute different outputs.
    """
    keras = keras or tf.keras
    model = open_legacy(source, checkpoint)
    builder = Builder(model, keras, settings or {})
    feeds = {name: model.tensor(t if isinstance(t, str) else t.name) for name, t in named(inputs).items()}
    if unfit := [f"{t.name} {_NO_INPUT[t.shape.rank]}" for t in feeds.values() if t.shape.rank in _NO_INPUT]:
        raise CannotMigrate(model.origin, unfit)
    for name, tensor in feeds.items():
        builder.made[tensor.ref()] = keras.Input(tensor.shape[1:], dtype=tensor.dtype.name, name=name)
    target = model.tensor(output if isinstance(output, str) else output.name)
    result = builder.convert(target, list(feeds.values()))
    if builder.problems:
        raise CannotMigrate(model.origin, builder.problems)
    given = [builder.made[t.ref()] for t in feeds.values()]
    made = keras.Model(given if len(given) > 1 else given[0], result)
    for layer, weights in builder.weights:
        layer.set_weights(weights)
    _check(model, builder, made, feeds, target)
    return made


def _check(model, builder, made, feeds, target):
    """Both on random inputs, dropout off, sequence lengths from none to whole."""
    generator = np.random.default_rng(0)
    lengths = {_source(t).ref() for t in builder.lengths}
    largest = min((w.shape[0] for layer, ws in builder.weights if type(layer).__name__ == "Embedding" for w in ws), default=2)
    batch = {}
    for name, tensor in feeds.items():
        shape = [4 if d is None else d for d in tensor.shape.as_list()]
        whole = tensor.dtype.is_integer
        batch[name] = generator.integers(0, largest, shape) if whole else generator.normal(size=shape)
        if tensor.ref() in lengths:
            batch[name] = generator.integers(0, 1 + min(d or 4 for t in feeds.values() if t.shape.rank > 1 for d in t.shape[1:2]), shape)
    extra = {f"off_{i}": rate for i, (rate, _) in enumerate(builder.rates)}
    off = {f"off_{i}": 1.0 if kept else 0.0 for i, (_, kept) in enumerate(builder.rates)}
    rest = {f"setting_{i}": name for i, name in enumerate(builder.settings) if model.tensor(name).dtype == tf.bool}
    function = builder.module.function({**feeds, **extra, **rest}, target)
    values = batch | off | dict.fromkeys(rest, False)
    tensors = {**feeds, **extra, **{k: model.tensor(n) for k, n in rest.items()}}
    expected = function(**{k: tf.constant(v, tensors[k].dtype.base_dtype) for k, v in values.items()}).numpy()
    given = [tf.constant(batch[n], t.dtype) for n, t in feeds.items()]
    found = np.asarray(made(given if len(given) > 1 else given[0], training=False))
    apart = float(np.max(np.abs(found - expected), initial=0.0)) if found.shape == expected.shape else np.inf
    if not apart <= ROUNDING * max(float(np.max(np.abs(expected), initial=0.0)), 1e-30):
        said = f"the Keras model made from it gives {found.shape}, off by {apart:.3g}" if found.shape == expected.shape else f"{found.shape}"
        raise CannotMigrate(model.origin, [f"{target.name}: of shape {expected.shape}; {said}"])


def _source(tensor):
    while tensor.op.type in ("Identity", "Cast"):
        tensor = tensor.op.inputs[0]
    return tensor
