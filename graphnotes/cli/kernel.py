"""`graphnotes kernel`: TensorFlow 1 in Jupyter."""

from __future__ import annotations

import click


@click.group("kernel")
def command() -> None:
    """A kernel for Jupyter that runs notebooks of TensorFlow 1 unchanged."""


@command.command()
@click.option("--user", is_flag=True, help="For all of this user's Jupyters, not only this Python environment's.")
def install(user: bool) -> None:
    """Offer the kernel in Jupyter's menu."""
    kernel = _kernel()
    try:
        print(f"{kernel.TITLE} is a kernel of Jupyter now ({kernel.install(user)})")
    except OSError as error:
        elsewhere = "" if user else "; --user puts it where only your own Jupyters look"
        raise click.ClickException(f"{error.filename or 'the kernel'} cannot be written: {error.strerror or error}{elsewhere}") from None


@command.command()
def remove() -> None:
    """Take it away again."""
    try:
        gone = _kernel().remove()
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'the kernel'} cannot be removed: {error.strerror or error}") from None
    print(f"removed {gone}" if gone else "there is no such kernel")


def _kernel():
    try:
        import ipykernel  # noqa: F401 - what the kernel runs in

        from graphnotes.notebook import kernel
    except ImportError as error:
        raise click.UsageError(f"{error.name} is not installed: pip install 'graphnotes[notebook]'") from None
    return kernel
