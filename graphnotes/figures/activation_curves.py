"""The activation functions' curves with their derivatives (both notes)."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from graphnotes.figures.words import Words
from graphnotes.graphs.activations import ZOO, Activation

_X = np.linspace(-8, 8, 1601)


def every_activation(words: Words) -> Figure:
    """All activation functions, a panel each."""
    figure = Figure(figsize=(11, 6.4), layout="constrained")
    figure.suptitle(words("Activation functions and their derivatives"))
    for axes, activation in zip(figure.subplots(2, 3).flat, ZOO.values(), strict=True):
        _curve(axes, activation, words)
    return figure


def one_activation(name: str, words: Words) -> Figure:
    """One activation function."""
    figure = Figure(figsize=(6, 4.2), layout="constrained")
    _curve(figure.subplots(), ZOO[name], words)
    return figure


def _curve(axes: Axes, activation: Activation, words: Words) -> None:
    derivative = activation.derivative(_X)
    jumps = np.flatnonzero(np.abs(np.diff(derivative)) > 0.1) + 1  # where the slope jumps the line is broken, not steep
    axes.plot(_X, activation.function(_X), color="#1f77b4", linewidth=2, label=words("function"))
    axes.plot(np.insert(_X, jumps, np.nan), np.insert(derivative, jumps, np.nan), "--", color="#ff7f0e", label=words("derivative"))
    axes.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    axes.axvline(0, color="0.8", linewidth=0.8, zorder=0)
    axes.set_title(f"{activation.name}: ${activation.formula}$", fontsize=11)
    axes.legend(fontsize=8, loc="upper left")
