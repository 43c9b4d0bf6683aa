"""Loss and accuracy over a run: those recorded from the notes' programs, or your own."""

from __future__ import annotations

import gzip
import json
from importlib import resources

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from graphnotes.feeding import FeedError, History
from graphnotes.figures.missing import Missing, found
from graphnotes.figures.words import Words

_SMOOTHED = 10


def curves(history: str | None, words: Words) -> Figure:
    """The curves of a saved `feeding.History`; without one, those of the notes' programs as TensorFlow 1.15.5 ran them."""
    return _recorded(words) if history is None else _own(found("a history", history, "", "--history"), words)


def _recorded(words: Words) -> Figure:
    runs = json.loads(gzip.decompress(resources.files(__package__).joinpath("note_runs.json.gz").read_bytes()))
    epochs = [line.split("cost=") for line in runs["softmax_note_run"]["stdout_lines"] if line.startswith("Epoch:")]
    accuracy = np.array(runs["cnn_note_run"]["training_accuracy"])
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot(range(1, len(epochs) + 1), [float(cost) for _, cost in epochs], "o-", markersize=3)
    left.set(title=words("Softmax regression"), xlabel=words("epoch"), ylabel=words("cost"))
    _with_mean(right, accuracy[:, 0], accuracy[:, 1], words)
    right.set(title=words("Convolutional network"), xlabel=words("step"), ylabel=words("training accuracy"), ylim=(0, 1.03))
    for axes in (left, right):
        axes.grid(color="0.9")
    return figure


def _own(path: str, words: Words) -> Figure:
    try:
        history = History.load(path)
    except FeedError as error:
        raise Missing(str(error)) from None
    scalars = {name: column for name, column in history.values.items() if column and np.ndim(column) == 1}
    if not scalars:
        raise Missing(f"{path} holds no numbers to draw")
    figure = Figure(figsize=(5.5 * len(scalars), 4.2), layout="constrained")
    for axes, (name, column) in zip(figure.subplots(1, len(scalars), squeeze=False).flat, scalars.items(), strict=True):
        _with_mean(axes, np.array(history.steps), np.array(column, float), words)
        axes.set(title=name, xlabel=words("step"))
        axes.grid(color="0.9")
    return figure


def _with_mean(axes: Axes, steps: np.ndarray, values: np.ndarray, words: Words) -> None:
    """The values, with their running mean when there are many."""
    many = len(values) >= 3 * _SMOOTHED
    axes.plot(steps, values, color="#1f77b4", alpha=0.35 if many else 1)
    if many:
        mean = np.convolve(values, np.full(_SMOOTHED, 1 / _SMOOTHED), "valid")
        axes.plot(steps[_SMOOTHED - 1 :], mean, color="#1f77b4", label=words("mean of 10"))
        axes.legend(loc="best", fontsize=8)
