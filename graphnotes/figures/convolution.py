"""How a convolution is computed: step by step on one channel, and one step on three (note one)."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from graphnotes.figures.cells import cells, window
from graphnotes.figures.words import Words

IMAGE = np.array([[1, 2, 0, 1, 0], [0, 1, 3, 1, 2], [2, 0, 1, 0, 1], [1, 1, 0, 2, 0], [0, 2, 1, 1, 3]])
KERNEL = np.array([[1, 0, -1], [0, 2, 0], [-1, 0, 1]])
BIAS = 1


def convolved(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """The products of `kernel` with each window of `image`, summed: stride 1, no padding, as tf.nn.conv2d."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijyx,yx->ij", windows, kernel)


def steps(words: Words) -> Figure:
    """A 3 x 3 kernel moving over a 5 x 5 image: nine steps, each with the output so far."""
    output = convolved(IMAGE, KERNEL).astype(float)
    limits = (output.min(), output.max())
    figure = Figure(figsize=(13, 8), layout="constrained")
    figure.suptitle(words("Convolution of a 5 x 5 image with a 3 x 3 kernel, step by step"))
    columns = figure.subfigures(1, 2, width_ratios=[1, 5])
    cells(columns[0].subplots(), KERNEL, words("kernel"), "Oranges", size=12)
    places = columns[1].subplots(3, 6, width_ratios=[5, 3] * 3)
    for i, (row, column) in enumerate(np.ndindex(3, 3)):
        image, made = places[row, 2 * column], places[row, 2 * column + 1]
        cells(image, IMAGE, words("step {}", i + 1))
        window(image, row, column, 3, 3)
        so_far = np.full(9, np.nan)
        so_far[: i + 1] = output.flat[: i + 1]
        cells(made, so_far.reshape(3, 3), words("output so far"), "Greens", limits)
        window(made, row, column, 1, 1)
    return figure


def channels(words: Words) -> Figure:
    """One output value of a convolution over three channels: product, sum over the channels, bias."""
    random = np.random.RandomState(15)
    image = np.pad(random.randint(0, 3, (5, 5, 3)), ((1, 1), (1, 1), (0, 0)))  # 7 x 7 with its frame of zeros
    kernel = random.randint(-1, 2, (3, 3, 3))
    strided = sum(convolved(image[..., c], kernel[..., c])[::2, ::2] for c in range(3)) + BIAS
    row, column = 1, 1
    figure = Figure(figsize=(9.5, 9), layout="constrained")
    figure.suptitle(words("Convolution over three channels"))
    places = figure.subplots(3, 3, width_ratios=[7, 3, 4])
    sums = []
    for c in range(3):
        cells(places[c, 0], image[..., c], words("channel {}", c), size=8)
        window(places[c, 0], 2 * row, 2 * column, 3, 3)
        cells(places[c, 1], kernel[..., c], words("filter W0, channel {}", c), "Oranges", size=11)
        sums.append(int((image[2 * row : 2 * row + 3, 2 * column : 2 * column + 3, c] * kernel[..., c]).sum()))
        places[c, 2].axis("off")
    places[1, 2].axis("on")
    cells(places[1, 2], strided, words("output"), "Greens", size=12)
    window(places[1, 2], row, column, 1, 1)
    written = " + ".join(f"({s})" if s < 0 else str(s) for s in sums)
    places[2, 2].text(0.5, 0.8, words("sum over the channels + bias b0"), ha="center", fontsize=9)
    places[2, 2].text(0.5, 0.65, f"{written} + {BIAS} = {sum(sums) + BIAS}", ha="center", fontsize=12)
    return figure
