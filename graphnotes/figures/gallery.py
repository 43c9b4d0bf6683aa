"""All pictures by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from graphnotes.figures import (
    activation_curves,
    convolution,
    curves,
    filtering,
    kernels,
    layers,
)
from graphnotes.figures.words import Words
from graphnotes.graphs import gaussian_kernel, mean_kernel
from graphnotes.graphs.activations import ZOO


@dataclass(frozen=True)
class Inputs:
    """What pictures are drawn from: paths, or None for the notes' own."""

    picture: str | None = None
    checkpoint: str | None = None
    history: str | None = None


def _confusion(inputs: Inputs, words: Words) -> Figure:
    from graphnotes.figures.confusion import confusion

    return confusion(inputs.checkpoint, words)


def _mean_filter(inputs: Inputs, words: Words) -> Figure:
    return filtering.filter_picture("Mean filter", mean_kernel(), np.ones((3, 3)), inputs.picture, words)


def _gaussian_filter(inputs: Inputs, words: Words) -> Figure:
    weights = gaussian_kernel()[:, :, 0, 0] * 16
    return filtering.filter_picture("Gaussian filter", gaussian_kernel(), weights, inputs.picture, words)


PICTURES: dict[str, Callable[[Inputs, Words], Figure]] = {
    "activations": lambda inputs, words: activation_curves.every_activation(words),
    **{name: lambda inputs, words, name=name: activation_curves.one_activation(name, words) for name in ZOO},
    "mean_filter": _mean_filter,
    "gaussian_filter": _gaussian_filter,
    "convolution": lambda inputs, words: convolution.steps(words),
    "convolution_channels": lambda inputs, words: convolution.channels(words),
    "max_pool": lambda inputs, words: layers.max_pooling(words),
    "dropout": lambda inputs, words: layers.dropout(words),
    "kernels": lambda inputs, words: kernels.kernels(inputs.checkpoint, words),
    "curves": lambda inputs, words: curves.curves(inputs.history, words),
    "confusion": _confusion,
}
NEED_TENSORFLOW = frozenset({"confusion"})


def draw(
    name: str,
    lang: str = "en",
    *,
    picture: str | None = None,
    checkpoint: str | None = None,
    history: str | None = None,
) -> Figure:
    """Draw one picture.

    Args:
        name: one of PICTURES.
        lang: "en" or "zh"; without a font that has Chinese characters, "zh" gives English too.
        picture: photograph for the filters; None: the notes'.
        checkpoint: of a trained network, for kernels and confusion; None: the CNN of the repository's checkpoints/.
        history: saved by `feeding.History.save`, for curves; None: the notes' runs.

    Raises:
        Missing: something it is drawn from isn't there.
        KeyError: there is no such picture.
    """
    words = Words(lang)
    with words.settings():
        return PICTURES[name](Inputs(picture, checkpoint, history), words)
