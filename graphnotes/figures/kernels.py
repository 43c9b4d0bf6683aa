"""The kernels a convolutional network has learned, read from a checkpoint of any format."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from graphnotes.checkpoints import CheckpointError, open_checkpoint
from graphnotes.figures.missing import Missing, found
from graphnotes.figures.words import Words

TRAINED_CNN = "checkpoints/cnn"
_COLUMNS = 8


def first_layer(path: str) -> np.ndarray:
    """The kernels [height, width, channels, filters] of the first convolution in a checkpoint. Raises Missing."""
    try:
        checkpoint = open_checkpoint(path)
        name = next(
            (e.name for e in checkpoint.entries.values() if len(e.shape) == 4 and "Adam" not in e.name and e.shape[2] in (1, 3)), None
        )
        if name is None:
            raise Missing(f"{path} holds no kernels of a first convolution, [height, width, 1 or 3, filters]")
        return np.asarray(checkpoint[name], np.float32)
    except CheckpointError as error:
        raise Missing(str(error)) from None


def kernels(checkpoint: str | None, words: Words) -> Figure:
    """The kernels of the first layer, each scaled by the largest weight of all: red positive, blue negative."""
    learned = first_layer(found("a trained network", checkpoint, TRAINED_CNN, "--checkpoint"))
    height, width, _channels, count = learned.shape
    shown = learned.mean(axis=2)
    largest = np.abs(shown).max() or 1
    rows = -(-count // _COLUMNS)
    figure = Figure(figsize=(_COLUMNS, rows + 0.6), layout="constrained")
    figure.suptitle(words("The {} kernels of the first layer, {} x {}", count, height, width))
    places = figure.subplots(rows, _COLUMNS, squeeze=False)
    for axes in places.flat:
        axes.axis("off")
    for i in range(count):
        drawn = places.flat[i].imshow(shown[..., i], cmap="RdBu_r", vmin=-largest, vmax=largest)
    figure.colorbar(drawn, ax=places, shrink=0.6, pad=0.02)
    return figure
