"""What max-pooling and dropout do to numbers (note one)."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from graphnotes.figures.cells import cells, window
from graphnotes.figures.words import Words

POOLED = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
DROPPED = np.array([[-1.0, 2, 3, 4, 5, 2], [2, 2, 2, 3, 3, 4]])  # the note's example
KEEP_PROB = 0.5
_COLOURS = ("#d62728", "#1f77b4", "#2ca02c", "#9467bd")


def max_pooling(words: Words) -> Figure:
    """The largest of each 2 x 2 square."""
    output = POOLED.reshape(2, 2, 2, 2).max(axis=(1, 3))
    figure = Figure(figsize=(8, 4.4), layout="constrained")
    figure.suptitle(words("Max-pooling, 2 x 2, stride 2"))
    before, after = figure.subplots(1, 2, width_ratios=[2, 1])
    cells(before, POOLED, words("input"), size=16)
    cells(after, output, words("output"), limits=(POOLED.min(), POOLED.max()), size=16)
    for colour, (row, column) in zip(_COLOURS, np.ndindex(2, 2), strict=True):
        window(before, 2 * row, 2 * column, 2, 2, colour)
        window(after, row, column, 1, 1, colour)
    return figure


def dropout(words: Words) -> Figure:
    """The note's numbers before and after dropout: zero, or divided by keep_prob."""
    kept = np.random.RandomState(2).rand(*DROPPED.shape) < KEEP_PROB
    output = np.where(kept, DROPPED / KEEP_PROB, 0)
    figure = Figure(figsize=(7.5, 6.5), layout="constrained")
    figure.suptitle(words("Dropout with keep_prob = {}", KEEP_PROB))
    before, after = figure.subplots(2, 1)
    cells(before, DROPPED, words("input"), size=14)
    for row, column in np.argwhere(~kept):
        before.plot([column - 0.4, column + 0.4], [row - 0.4, row + 0.4], color=_COLOURS[0], linewidth=2)
        before.plot([column - 0.4, column + 0.4], [row + 0.4, row - 0.4], color=_COLOURS[0], linewidth=2)
    before.plot([], [], "x", color=_COLOURS[0], markersize=10, markeredgewidth=2, label=words("dropped"))
    before.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=9)
    cells(after, output, words("output = kept / keep_prob"), "Greens", size=14)
    return figure
