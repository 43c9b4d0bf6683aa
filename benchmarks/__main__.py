"""`python -m benchmarks`: times every program in every column, in turns, and prints a table of ratios."""

from __future__ import annotations

import json
import statistics
import sys

import click
from rich.console import Console
from rich.table import Table

from benchmarks import columns, interleaved, machine


@click.command()
@click.option("--only", metavar="NAMES", help=f"Programs, separated by commas: {', '.join(columns.PROGRAMS)}.")
@click.option("--columns", "wanted", metavar="NAMES", help=f"Columns, separated by commas: {', '.join(columns.COLUMNS)}.")
@click.option("--quick", is_flag=True, help="A few short rounds: to see that it works, not to quote.")
@click.option("--save", metavar="PICTURE", help="Draw the ratios with matplotlib.")
@click.option("--json", "as_json", is_flag=True, help="Print every number as JSON instead of the table.")
def main(only: str | None, wanted: str | None, quick: bool, save: str | None, as_json: bool) -> None:
    """Time programs under graphnotes, plain tf.compat.v1, tf.function, PyTorch and NumPy, in turns."""
    programs = _chosen(only, columns.PROGRAMS)
    wanted_columns = _chosen(wanted, columns.COLUMNS)
    shown = [column for column in wanted_columns if any(columns.available(column, name) for name in programs)]
    rounds, block_s = (3, 0.05) if quick else (15, 0.5)
    console = Console(stderr=True)
    measured = {}
    before = machine.described()
    for name in programs:
        have = [column for column in shown if columns.available(column, name)]
        with console.status(f"{name}: {', '.join(have)}"):
            try:
                if name == "startup":
                    measured[name] = interleaved.seconds_to_first_line(have, 1 if quick else 5)
                elif name == "mnist_softmax":
                    measured[name] = interleaved.seconds_of_the_note(have, 1 if quick else 3)
                else:
                    measured[name] = interleaved.seconds_per_step(name, have, rounds, block_s)
            except interleaved.Failed as error:
                console.print(f"[red]{name} failed:[/] {error}", highlight=False)
    flops, bandwidth = machine.flops_per_second(3 if quick else 20), machine.bytes_per_second(3 if quick else 10)
    if as_json:
        print(json.dumps({"machine": before, "flops_per_s": flops, "bytes_per_s": bandwidth, "seconds": measured}, indent=1))
    else:
        _print(measured, shown, flops)
        print(f"{before}\nmatrix product {flops / 1e9:.0f} GFLOP/s, memory {bandwidth / 1e9:.1f} GB/s (best of several, by NumPy)")
    if save:
        from benchmarks import picture

        picture.draw(measured, save, before)
    sys.exit(len(measured) < len(programs))


def _chosen(names: str | None, known: dict) -> list[str]:
    chosen = list(known) if names is None else names.split(",")
    for name in chosen:
        if name not in known:
            raise click.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return chosen


def ratios(seconds: dict[str, list[float]], column: str) -> list[float]:
    """How many times as long as graphnotes the column took, round by round."""
    return [theirs / ours for theirs, ours in zip(seconds[column], seconds["graphnotes"])]


def _print(measured: dict, shown: list[str], flops: float) -> None:
    from benchmarks.programs.data import FLOPS

    table = Table(title="Seconds per step, and how many times graphnotes' time that is: median (quartiles) of the rounds")
    table.add_column("program")
    for column in shown:
        table.add_column(columns.COLUMNS[column], justify="right")
    table.add_column("at the matrix product's speed", justify="right")
    for name, seconds in measured.items():
        cells = []
        for column in shown:
            if column not in seconds:
                cells.append("")
                continue
            cell = duration(statistics.median(seconds[column]))
            if column != "graphnotes" and "graphnotes" in seconds:
                low, middle, high = quartiles(ratios(seconds, column))
                cell += f"\n{middle:.2f}x ({low:.2f}-{high:.2f})"
            cells.append(cell)
        table.add_row(name, *cells, duration(FLOPS[name] / flops) if name in FLOPS else "")
    Console(width=None if sys.stdout.isatty() else 132).print(table)


def quartiles(values: list[float]) -> tuple[float, float, float]:
    if len(values) < 2:
        return (values[0],) * 3
    return tuple(statistics.quantiles(values, n=4, method="inclusive"))


def duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
