"""The `graphnotes` command: one file per subcommand, imported only when that subcommand runs."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator

import click

import graphnotes

# subcommand -> what `graphnotes --help` says of it; its code is `command` in the module of that name
COMMANDS = {
    "run": "Run a TensorFlow 1 (or TF 2.0) script or notebook unchanged.",
    "check": "Say, without running anything, what of some code will work.",
    "checkpoint": "Look into, verify, compare and convert checkpoints.",
    "contrib": "Fetch the long tail of tf.contrib.",
    "kernel": "Offer Jupyter a kernel that runs TensorFlow 1 notebooks.",
    "figures": "Draw the notes' pictures and the curves of a run.",
    "verify": "Say whether two programs are the same model, and where they part.",
}


class OneSentence(click.ClickException):
    """What was wrong with a command line, without click's three lines of usage before it."""

    def __init__(self, command: str, error: click.ClickException):
        super().__init__(f"{command}: {error.format_message()}")
        self.exit_code = error.exit_code

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


@contextlib.contextmanager
def _in_one_sentence(command: str) -> Iterator[None]:
    """Name the command that an error is of; `command` where the error doesn't know."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # shows the help
    except click.ClickException as error:
        of = getattr(error, "ctx", None)
        raise OneSentence(of.command_path if of else command, error) from error


class LazyCommands(click.Group):
    """A group that imports a subcommand's module only when it is used, so `graphnotes --help` is instant."""

    def make_context(self, info_name: str | None, *args: object, **settings: object) -> click.Context:
        with _in_one_sentence(info_name or "graphnotes"):
            return super().make_context(info_name, *args, **settings)

    def invoke(self, ctx: click.Context) -> object:
        with _in_one_sentence(ctx.command_path):
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if _module_exists(name)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS or not _module_exists(name):
            return None
        return importlib.import_module(f"graphnotes.cli.{name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _module_exists(name: str) -> bool:
    return importlib.util.find_spec(f"graphnotes.cli.{name}") is not None


@click.group("graphnotes", cls=LazyCommands)
@click.version_option(graphnotes.__version__, prog_name="graphnotes")
def main() -> None:
    """Run TensorFlow 1 code unchanged on today's TensorFlow, and move it to TensorFlow 2 with proof."""
