"""The table's ratios as a picture: a bar per program and column, on a logarithmic axis, with quartiles."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

from matplotlib import pyplot as plt

from benchmarks.columns import COLUMNS


def draw(measured: dict[str, dict[str, list[float]]], path: str, machine: str) -> None:
    """Write the picture; the file's suffix says in what format."""
    from benchmarks.__main__ import quartiles, ratios

    others = [column for column in COLUMNS if column != "graphnotes" and any(column in s for s in measured.values())]
    height = 0.8 / max(1, len(others))
    figure, axes = plt.subplots(figsize=(9, 1.5 + 0.6 * len(measured)), layout="constrained")
    for i, column in enumerate(others):
        rows = [(row, quartiles(ratios(s, column))) for row, s in enumerate(measured.values()) if column in s and "graphnotes" in s]
        middles = [middle for _, (_, middle, _) in rows]
        spread = [[m - low for _, (low, m, _) in rows], [high - m for _, (_, m, high) in rows]]
        places = [row + (i - (len(others) - 1) / 2) * height for row, _ in rows]
        axes.barh(places, [m - 1 for m in middles], height, left=1, xerr=spread, label=COLUMNS[column], error_kw={"elinewidth": 0.8})
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(range(len(measured)), list(measured))
    axes.invert_yaxis()
    axes.set_xlabel("time / graphnotes' time (right of 1: graphnotes is faster)")
    axes.set_title(machine, fontsize=8)
    axes.legend(fontsize=8)
    figure.savefig(path, dpi=130)
    plt.close(figure)
