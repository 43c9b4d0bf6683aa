"""`graphnotes checkpoint`: look into, verify, compare and convert checkpoints."""

from __future__ import annotations

import fnmatch

import click
import numpy as np

from graphnotes.checkpoints import (
    FORMATS,
    Averaged,
    CheckpointError,
    Renamed,
    convert,
    open_checkpoint,
    statistics,
)
from graphnotes.checkpoints import diff as compare
from graphnotes.checkpoints import verify as verify_checkpoint
from graphnotes.cli import _checkpoint_views as views
from graphnotes.runner import quiet

STATISTICS_UP_TO = 64 << 20  # bytes of values that `ls` reads without being asked

step_option = click.option("--step", type=int, help="The checkpoint of that training step, among several.")
latest_option = click.option("--latest/--no-latest", default=None,
                             help="Name it in the `checkpoint` state file (default: only if there is none).")


class _Command(click.Command):
    """Turns the library's one error into one sentence and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CheckpointError as error:
            raise click.UsageError(str(error), ctx) from None


class _Commands(click.Group):
    command_class = _Command


@click.group(cls=_Commands)
def command() -> None:
    """Look into, verify, compare and convert checkpoints.

    PATH is a prefix, a file, a directory (its latest checkpoint), a `checkpoint` state file, a SavedModel, a pattern
    like 'train/model.ckpt-*', or an .npz, .safetensors, .h5, .keras, .pb or .meta file.
    """


@command.command("ls")
@click.argument("path")
@click.argument("pattern", default="*")
@step_option
@click.option("--stats/--no-stats", default=None, help="Minimum, maximum, mean and deviation (default: up to 64 MB of values).")
@click.option("--constants", is_flag=True, help="Every constant of a frozen graph, not only former variables.")
def list_tensors(path: str, pattern: str, step: int | None, stats: bool | None, constants: bool) -> None:
    """Names, shapes, dtypes and sizes; PATTERN (like 'conv*/kernel') picks some."""
    checkpoint = open_checkpoint(path, step=step, every_constant=constants)
    names = [name for name in checkpoint if fnmatch.fnmatchcase(name, pattern)]
    size = sum(checkpoint.entries[name].nbytes for name in names)
    wanted = size <= STATISTICS_UP_TO and checkpoint.format != "MetaGraph" if stats is None else stats
    out = views.console()
    out.print(f"{checkpoint.path} ({checkpoint.format})", markup=False)
    out.print(views.tensor_table(checkpoint, names, wanted))
    values = sum(max(checkpoint.entries[name].size, 0) for name in names)
    out.print(f"{len(names)} tensors, {values:,} values, {views.size_text(size)}")


@command.command()
@click.argument("path")
@click.argument("name")
@step_option
@click.option("--full", is_flag=True, help="Print every value.")
@click.option("--picture", type=click.Path(dir_okay=False), help="Also draw it into this .png or .svg file.")
def show(path: str, name: str, step: int | None, full: bool, picture: str | None) -> None:
    """The values of tensor NAME, with a histogram, or a picture when it is an image kernel."""
    checkpoint = open_checkpoint(path, step=step, every_constant=True)
    entry, array = checkpoint.entry(name), checkpoint.read(name)
    out = views.console()
    out.print(f"{name}: {views.shape_text(entry)}, {entry.dtype}, {views.size_text(entry.nbytes)}", markup=False)
    with np.printoptions(threshold=array.size + 1 if full else 60, edgeitems=3, linewidth=min(out.width, 120)):
        out.print(str(array), markup=False)
    found = statistics(array)
    if found is not None:
        out.print(views.statistics_line(found))
        pictures = views.kernel_pictures(array)
        lines = views.picture_lines(pictures) if pictures else views.histogram_lines(array) if array.size > 1 else []
        out.print("\n".join(lines), markup=False)
    if picture:
        if found is None:
            raise CheckpointError(f"'{name}' is {entry.dtype} of {array.size} values, which can't be drawn")
        views.save_pictures(array, name, picture)
        out.print(f"drawn into {picture}", markup=False)


@command.command()
@click.argument("path")
@step_option
@click.pass_context
def verify(ctx: click.Context, path: str, step: int | None) -> None:
    """Check every checksum, size, index and state file; exit status 1 when something is broken."""
    result = verify_checkpoint(path, step=step)
    click.echo(str(result))
    ctx.exit(0 if result.intact else 1)


@command.command()
@click.argument("first")
@click.argument("second")
@click.option("--all", "every", is_flag=True, help="List equal tensors too.")
@click.pass_context
def diff(ctx: click.Context, first: str, second: str, every: bool) -> None:
    """Names, dtypes, shapes and values of two checkpoints; exit status 1 when anything differs."""
    found = list(compare(open_checkpoint(first), open_checkpoint(second)))
    unequal = [one for one in found if not one.equal]
    out = views.console()
    if unequal or every:
        out.print(views.difference_table(found if every else unequal))
    out.print(f"{len(found) - len(unequal)} of {len(found)} tensors are equal bit for bit")
    ctx.exit(1 if unequal else 0)


@command.command("convert")
@click.argument("source")
@click.argument("destination")
@click.option("--to", "format", type=click.Choice(FORMATS), help="Default: by the ending of DESTINATION, else v2.")
@step_option
@click.option("--input", "inputs", multiple=True, metavar="NAME=TENSOR", help="An input of a SavedModel's signature.")
@click.option("--output", "outputs", multiple=True, metavar="NAME=TENSOR", help="An output of a SavedModel's signature.")
@latest_option
def convert_checkpoint(source: str, destination: str, format: str | None, step: int | None, inputs: tuple[str, ...],
                       outputs: tuple[str, ...], latest: bool | None) -> None:
    """Write SOURCE in another format, bit for bit.

    Formats: v2, v1, npz, safetensors, objects (a TF2 object checkpoint), keras (.h5, by layer name), keras3
    (.weights.h5), saved-model.
    """
    checkpoint = open_checkpoint(source, step=step)
    if format == "saved-model" and checkpoint.meta_graph() is None:
        quiet.load_tensorflow()  # which writes the SavedModel of a checkpoint that has no graph
    convert(checkpoint, destination, format, latest=latest, inputs=_pairs(inputs), outputs=_pairs(outputs))
    click.echo(f"{destination}: {len(checkpoint)} tensors, {views.size_text(checkpoint.nbytes)}")


@command.command()
@click.argument("source")
@click.argument("destination")
@click.option("--map", "mapping", multiple=True, metavar="OLD=NEW", help="The new name of one tensor.")
@click.option("--sub", "patterns", multiple=True, nargs=2, metavar="REGEX REPLACEMENT", help="Rename every match; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Only list the new names.")
@step_option
@latest_option
def rename(source: str, destination: str, mapping: tuple[str, ...], patterns: tuple[tuple[str, str], ...], dry_run: bool,
           step: int | None, latest: bool | None) -> None:
    """Write SOURCE with other names; the values stay bit for bit."""
    if not mapping and not patterns:
        raise click.UsageError("say what to rename: --map OLD=NEW or --sub REGEX REPLACEMENT")
    checkpoint = open_checkpoint(source, step=step)
    given = _pairs(mapping)
    first = Renamed(checkpoint, given)
    renamed = Renamed(first, list(patterns)) if patterns else first
    for old in checkpoint:
        between = given.get(old, old)
        new = renamed.renamed.get(between, between) if patterns else between
        if new != old:
            click.echo(f"{old} -> {new}")
    if not dry_run:
        convert(renamed, destination, latest=latest)


@command.command()
@click.argument("sources", nargs=-1, required=True)
@click.argument("destination")
@latest_option
def average(sources: tuple[str, ...], destination: str, latest: bool | None) -> None:
    """Write the mean of several checkpoints; integers, booleans and strings are the last one's."""
    averaged = Averaged([open_checkpoint(source) for source in sources])
    convert(averaged, destination, latest=latest)
    click.echo(f"{destination}: the average of {len(sources)} checkpoints, {len(averaged)} tensors")


@command.command("restore-test")
@click.argument("path")
@step_option
@click.option("--expected", type=click.Path(exists=True, dir_okay=False), help="An .npz of recorded inputs and outputs.")
@click.option("--feed", "feeds", multiple=True, metavar="TENSOR=ARRAY", help="Feed an array of that .npz, or a literal such as False.")
@click.option("--fetch", "fetches", multiple=True, metavar="TENSOR=ARRAY", help="Compare a tensor with an array of it.")
@click.option("--tolerance", default=1e-5, show_default=True, help="Largest allowed absolute difference.")
@click.pass_context
def restore_test(ctx: click.Context, path: str, step: int | None, expected: str | None, feeds: tuple[str, ...],
                 fetches: tuple[str, ...], tolerance: float) -> None:
    """Restore PATH into its own graph with TensorFlow and compare; exit status 1 when something is off."""
    quiet.load_tensorflow()
    from graphnotes.checkpoints.restore_testing import restore_test as run

    if (feeds or fetches) and not expected:
        raise click.UsageError("--feed and --fetch name arrays of an --expected file")
    result = run(path, step=step, expected=expected, feeds=_pairs(feeds), fetches=_pairs(fetches), tolerance=tolerance)
    click.echo(str(result))
    ctx.exit(0 if result.passed else 1)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE options as a mapping."""
    for text in given:
        if "=" not in text or text.startswith("="):
            raise click.UsageError(f"'{text}' is not of the form NAME=VALUE")
    return dict(text.split("=", 1) for text in given)
