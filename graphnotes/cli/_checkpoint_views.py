"""How `graphnotes checkpoint` shows things in a terminal: tables, histograms, pictures of kernels."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graphnotes.checkpoints import (
    Checkpoint,
    Entry,
    Statistics,
    TensorDifference,
    statistics,
)
from graphnotes.checkpoints.errors import CheckpointError

_SHADES = " ░▒▓█"


def console() -> Console:
    """Standard output; where it isn't a terminal lines are never cut."""
    return Console(width=None if sys.stdout.isatty() else 1000, highlight=False)


def size_text(nbytes: int) -> str:
    """`nbytes` in the unit that reads best."""
    value = float(nbytes)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            return f"{nbytes} B" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    raise AssertionError


def shape_text(entry: Entry) -> str:
    """A shape as `784 x 10`, `scalar` or with its number of parts."""
    text = " x ".join("?" if size < 0 else str(size) for size in entry.shape) or "scalar"
    return text + (f" in {entry.parts} parts" if entry.parts > 1 else "")


def tensor_table(checkpoint: Checkpoint, names: Iterable[str], with_statistics: bool) -> Table:
    """The tensors of a checkpoint, a rule between top scopes; values are read one at a time if statistics are asked for."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("name", overflow="fold")
    for column in ("shape", "dtype"):
        table.add_column(column)
    for column in ("size", *(("min", "max", "mean", "std") if with_statistics else ())):
        table.add_column(column, justify="right")
    if with_statistics:
        table.add_column("")
    names = list(names)
    in_scope = Counter(name.split("/")[0] for name in names)
    scope = None
    for name in names:
        entry = checkpoint.entries[name]
        top = name.split("/")[0]
        if scope is not None and top != scope and max(in_scope[top], in_scope[scope]) > 1:
            table.add_section()
        scope = top
        row = [Text(name), shape_text(entry), entry.dtype, size_text(entry.nbytes)]
        if with_statistics:
            row += _statistics_cells(checkpoint, name)
        table.add_row(*row)
    return table


def _statistics_cells(checkpoint: Checkpoint, name: str) -> list[str]:
    try:
        found = statistics(checkpoint.read(name))
    except CheckpointError:
        return ["", "", "", "", "can't be read (see verify)"]
    if found is None:
        return [""] * 5
    notes = []
    if found.not_finite:
        notes.append(f"{found.not_finite} not finite")
    if found.zeros == found.count:
        notes.append("all zero")
    return [f"{value:.4g}" for value in (found.minimum, found.maximum, found.mean, found.std)] + [", ".join(notes)]


def difference_table(differences: Iterable[TensorDifference]) -> Table:
    """What differs between two checkpoints, tensor by tensor."""
    table = Table("name", "difference", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("values", justify="right")
    table.add_column("max abs", justify="right")
    table.add_column("max ULP", justify="right")
    for one in differences:
        if one.first is None or one.second is None:
            row = ["only in the " + ("second" if one.first is None else "first")]
        elif one.first.dtype != one.second.dtype:
            row = [f"{one.first.dtype}, then {one.second.dtype}"]
        elif one.first.shape != one.second.shape:
            row = [f"{shape_text(one.first)}, then {shape_text(one.second)}"]
        else:
            row = ["equal" if one.equal else "values", f"{one.different} of {one.count}",
                   "" if one.max_abs is None else f"{one.max_abs:.4g}", "" if one.max_ulp is None else str(one.max_ulp)]
        table.add_row(Text(one.name), *row)
    return table


def statistics_line(found: Statistics) -> str:
    """One line of numbers about a tensor."""
    return (f"min {found.minimum:.6g}, max {found.maximum:.6g}, mean {found.mean:.6g}, std {found.std:.6g}, "
            f"{found.zeros} zeros, {found.not_finite} not finite, {found.count} values")


def histogram_lines(array: np.ndarray, bins: int = 12, width: int = 40) -> list[str]:
    """A histogram of the finite values, one line per bin."""
    values = array.reshape(-1).astype(np.float64)
    values = values[np.isfinite(values)]
    if not values.size:
        return []
    counts, edges = np.histogram(values, bins)
    most = counts.max()
    return [f"{low:>12.4g} .. {high:<12.4g} {'█' * round(width * count / most):<{width}} {count}"
            for count, low, high in zip(counts, edges, edges[1:])]


def kernel_pictures(array: np.ndarray) -> list[np.ndarray]:
    """The pictures in a tensor: filters of a [height, width, in, out] kernel (first input), or columns that are square images."""
    if array.dtype.kind != "f" and array.dtype.name != "bfloat16":
        return []
    if array.ndim == 4 and min(array.shape) and array.shape[0] > 1 and max(array.shape[:2]) <= 32:
        return [array[:, :, 0, out].astype(np.float64) for out in range(array.shape[3])]
    if array.ndim == 2 and array.shape[1] <= 64:
        side = int(np.sqrt(array.shape[0]))
        if side * side == array.shape[0] and side >= 8:
            return [array[:, column].reshape(side, side).astype(np.float64) for column in range(array.shape[1])]
    return []


def picture_lines(pictures: list[np.ndarray], across: int = 6, most: int = 12) -> list[str]:
    """The first pictures in shades of grey (light is least), side by side."""
    lines: list[str] = []
    if pictures and pictures[0].shape[1] > 16:
        across, most = 2, 4
    for at in range(0, min(len(pictures), most), across):
        row = [_shaded(picture) for picture in pictures[at:min(at + across, most)]]
        lines += ["  ".join(parts) for parts in zip(*row)] + [""]
    return lines


def _shaded(picture: np.ndarray) -> list[str]:
    finite = np.nan_to_num(picture)
    span = np.ptp(finite) or 1.0
    levels = ((finite - finite.min()) / span * (len(_SHADES) - 1)).round().astype(int)
    return ["".join(_SHADES[level] * 2 for level in row) for row in levels]


def save_pictures(array: np.ndarray, name: str, path: str) -> None:
    """The tensor as a PNG or SVG (by the ending of `path`): all its pictures in a grid, or its histogram."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 8) if kernel_pictures(array) else (7, 4), layout="constrained")
    figure.suptitle(name)
    pictures = kernel_pictures(array)[:64]
    if not pictures:
        values = array.reshape(-1).astype(np.float64)
        axes = figure.subplots()
        axes.hist(values[np.isfinite(values)], bins=60)
        axes.set_ylabel("values")
    else:
        side = int(np.ceil(np.sqrt(len(pictures))))
        for index, axes in enumerate(figure.subplots(side, side, squeeze=False).flat):
            axes.axis("off")
            if index < len(pictures):
                axes.imshow(pictures[index], cmap="gray")
    try:
        figure.savefig(path)
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} can't be drawn ({error})") from None
