"""`graphnotes figures`: the notes' pictures and the curves of a run."""

from __future__ import annotations

import os
import sys

import click

from graphnotes import figures
from graphnotes.checkpoints import CheckpointError
from graphnotes.figures.words import FORMATS
from graphnotes.runner import quiet

NAMES = ", ".join(figures.PICTURES)


@click.command("figures", epilog=f"Pictures: {NAMES}.")
@click.argument("names", nargs=-1, metavar="[PICTURE]...", type=click.Choice(list(figures.PICTURES)))
@click.option("-o", "--out", default="figures", type=click.Path(file_okay=False), help="Folder to write to.  [default: figures]")
@click.option("--format", "kind", default="png", type=click.Choice(FORMATS), help="PNG, or SVG to scale.  [default: png]")
@click.option("--lang", default="en", type=click.Choice(["en", "zh"]), help="Language of the labels.  [default: en]")
@click.option("--picture", metavar="FILE", help="Photograph for the filters.  [default: the notes' picture]")
@click.option("--checkpoint", metavar="PATH", help="Trained network for kernels and confusion.  [default: checkpoints/cnn]")
@click.option("--history", metavar="FILE", help="Saved feeding.History for curves.  [default: the notes' runs]")
@click.option("--dpi", default=120, type=click.IntRange(20, 1200), help="Dots per inch of a PNG.  [default: 120]")
def command(names, out, kind, lang, picture, checkpoint, history, dpi) -> None:
    """Draw the notes' pictures: all of them, or those named."""
    if lang == "zh" and figures.font() is None:
        print("graphnotes figures: no font with Chinese characters is installed, so labels are in English", file=sys.stderr)
    failed = False
    for name in names or figures.PICTURES:
        if name in figures.NEED_TENSORFLOW:
            quiet.load_tensorflow()
        path = os.path.join(out, f"{name}.{kind}")
        try:
            figure = figures.draw(name, lang, picture=picture, checkpoint=checkpoint, history=history)
            figures.save(figure, path, dpi)
        except (figures.Missing, CheckpointError) as error:
            print(f"graphnotes figures: {name} not drawn: {error}", file=sys.stderr)
            failed = True
            continue
        print(path)
    if failed:
        sys.exit(1)
