"""`graphnotes checkpoint`: look into, verify, compare and convert checkpoints."""

from __future__ import annotations

import fnmatch

import click
import numpy as np

from graphnotes.checkpoints import CheckpointError, open_checkpoint, statistics
from graphnotes.checkpoints import verify as verify_checkpoint
from graphnotes.cli import _checkpoint_views as views

STATISTICS_UP_TO = 64 << 20  # bytes of values that `ls` reads without being asked

step_option = click.option("--step", type=int, help="The checkpoint of that training step, among several.")


class _Commands(click.Group):
    """Turns the library's one error into one sentence and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CheckpointError as error:
            failure = click.ClickException(str(error))
            failure.exit_code = 2
            raise failure from None


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
