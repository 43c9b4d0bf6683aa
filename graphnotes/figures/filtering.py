"""A photograph smoothed by the mean and the Gaussian kernel (note one)."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from graphnotes.figures.cells import cells, window
from graphnotes.figures.missing import Missing, found
from graphnotes.figures.words import Words

_DETAIL = 48  # pixels: the side of the magnified square


def filtered(picture: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """What `graphs.image_filter` makes of a picture [height, width, channels]: float64, of its shape."""
    kernel = kernel.reshape(kernel.shape[:2])
    height, width = kernel.shape
    before, left = (height - 1) // 2, (width - 1) // 2
    padded = np.pad(picture.astype(float), ((before, height - 1 - before), (left, width - 1 - left), (0, 0)))
    rows, columns = picture.shape[:2]
    return sum(kernel[y, x] * padded[y : y + rows, x : x + columns] for y in range(height) for x in range(width))


def filter_picture(title: str, kernel: np.ndarray, weights: np.ndarray, picture: str | None, words: Words) -> Figure:
    """The kernel, the picture before and after, and a magnified detail of both.

    Args:
        title: English.
        kernel: [height, width, 1, 1].
        weights: the kernel as whole numbers, to write into its squares, with their common divisor: "1/16".
        picture: path of an image file; None: the notes' picture.
    """
    pixels = _read(found("a photograph", picture, "legacy_examples/欧式.jpg", "--picture"))
    smooth = filtered(pixels, kernel).round().astype(np.uint8)
    top, left = _busiest(pixels)
    figure = Figure(figsize=(13, 7), layout="constrained")
    figure.suptitle(words(title))
    layout = [["kernel", "original", "filtered"], ["kernel", "original detail", "filtered detail"]]
    places = figure.subplot_mosaic(layout, width_ratios=[1, 2, 2])
    cells(places["kernel"], weights, f"{words('kernel')} × 1/{weights.sum():g}", size=14)
    for word, image in (("original", pixels), ("filtered", smooth)):
        places[word].imshow(image)
        places[word].set_title(words(word), fontsize=9)
        window(places[word], top, left, _DETAIL, _DETAIL)
        detail = places[f"{word} detail"]
        detail.imshow(image[top : top + _DETAIL, left : left + _DETAIL], interpolation="nearest")
        detail.set_title(f"{words(word)}, {words('detail')}", fontsize=9)
        for axes in (places[word], detail):
            axes.axis("off")
    return figure


def _read(path: str) -> np.ndarray:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
    except (UnidentifiedImageError, OSError) as error:
        raise Missing(f"{path} can't be read as a photograph: {error}") from None
    if min(pixels.shape[:2]) < _DETAIL:
        raise Missing(f"{path} is {pixels.shape[1]} x {pixels.shape[0]} pixels; it takes at least {_DETAIL} x {_DETAIL}")
    return pixels


def _busiest(pixels: np.ndarray) -> tuple[int, int]:
    """Top and left of the square with the most detail: there a filter shows."""
    grey = pixels.mean(axis=-1)
    places = [
        (top, left)
        for top in range(0, grey.shape[0] - _DETAIL + 1, _DETAIL // 2)
        for left in range(0, grey.shape[1] - _DETAIL + 1, _DETAIL // 2)
    ]
    return max(places, key=lambda p: np.abs(np.diff(grey[p[0] : p[0] + _DETAIL, p[1] : p[1] + _DETAIL])).mean())
