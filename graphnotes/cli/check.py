"""`graphnotes check`: say, without running anything, what of some code will work."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

import click

from graphnotes.check import report
from graphnotes.check.program import check_paths
from graphnotes.runner.script import CannotRun


@click.command("check", short_help="Say, without running anything, what of some code will work.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True, help="How to write it.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
def command(shape: str, paths: tuple[str, ...]) -> None:
    """Read scripts, notebooks and folders and list every symbol of TensorFlow 1, NumPy 1 and Python 2 they use.

    Each is the same today, restored by graphnotes, in the long tail (with the command that brings it), or not supported
    (with what to use instead). Exit status: 0 everything will run, 1 something won't, 2 there was nothing to read.
    """
    gc.set_threshold(200_000)  # syntax trees are many objects and no garbage
    skipped: list[str] = []
    try:
        checked = list(check_paths(paths, skipped.append))
    except CannotRun as error:
        print(f"graphnotes check: {error}", file=sys.stderr)
        sys.exit(2)
    if shape == "text":
        report.text(_in_colour() if sys.stdout.isatty() else _plain, checked, skipped)
    else:
        print((report.as_json if shape == "json" else report.as_sarif)(checked, skipped))
    sys.exit(0 if all(report.runs(found) for _, found in checked) else 1)


def _plain(line: list[tuple[str, str]]) -> None:
    """Nobody looks at colours in a file, and importing rich takes a while."""
    print("".join(piece for piece, _ in line))


def _in_colour() -> Callable[[list[tuple[str, str]]], None]:
    from rich.console import Console
    from rich.text import Text

    console = Console()
    return lambda line: console.print(Text.assemble(*line), soft_wrap=True, highlight=False)
