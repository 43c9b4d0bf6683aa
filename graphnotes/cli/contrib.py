"""`graphnotes contrib`: the long tail of tf.contrib."""

from __future__ import annotations

import sys

import click

from graphnotes.longtail import install as longtail


@click.group("contrib")
def command() -> None:
    """The long tail of tf.contrib: what graphnotes has not rebuilt itself, out of the official TensorFlow 1.15.5 wheel."""


@command.command()
@click.option("--wheel", type=click.Path(dir_okay=False), help=f"Use this copy of {longtail.WHEEL} instead of downloading it.")
def install(wheel: str | None) -> None:
    """Download the wheel with pip (about 110 MB, sha256 pinned) and keep its contrib's Python, about 15 MB."""
    try:
        folder = longtail.install(wheel)
    except longtail.CannotInstall as error:
        print(f"graphnotes contrib install: {error}", file=sys.stderr)
        sys.exit(1)
    print(f"contrib {longtail.VERSION} is in {folder}")


@command.command()
def status() -> None:
    """Say whether it is installed, and where."""
    if longtail.installed():
        print(f"contrib {longtail.VERSION} is in {longtail.folder()}")
    else:
        print("not installed; `graphnotes contrib install` fetches it")


@command.command()
def remove() -> None:
    """Take it away again."""
    print("removed" if longtail.remove() else "not installed")
