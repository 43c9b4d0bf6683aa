"""Small tables of numbers as coloured squares: images, kernels, windows."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

WINDOW = "#d62728"


def cells(
    axes: Axes,
    numbers: np.ndarray,
    title: str = "",
    colours: str = "Blues",
    limits: tuple[float, float] | None = None,
    size: float = 9,
) -> None:
    """Draw a matrix, a square per number; nan is an empty square."""
    numbers = np.asarray(numbers, float)
    low, high = limits or (np.nanmin(numbers), np.nanmax(numbers))
    axes.imshow(numbers, cmap=colours, vmin=low, vmax=high + 0.6 * max(high - low, 1e-9), aspect="equal")
    for (row, column), number in np.ndenumerate(numbers):
        if not np.isnan(number):
            axes.text(column, row, f"{number:g}", ha="center", va="center", fontsize=size)
    rows, columns = numbers.shape
    axes.set_xticks(np.arange(columns + 1) - 0.5, labels=[])
    axes.set_yticks(np.arange(rows + 1) - 0.5, labels=[])
    axes.grid(color="0.6", linewidth=0.6)
    axes.tick_params(length=0)
    axes.set_title(title, fontsize=9)


def window(axes: Axes, row: int, column: int, height: int, width: int, colour: str = WINDOW) -> None:
    """Frame the cells [row:row + height, column:column + width], a little inside, so that neighbours don't overlap."""
    inset = 0.04
    axes.add_patch(
        Rectangle(
            (column - 0.5 + inset, row - 0.5 + inset), width - 2 * inset, height - 2 * inset,
            fill=False, edgecolor=colour, linewidth=2.5, zorder=5,
        )
    )
