"""The `graphnotes` command: one file per subcommand, imported only when that subcommand runs."""

from __future__ import annotations

import importlib.util

import click

import graphnotes

# subcommand -> what `graphnotes --help` says of it; its code is `command` in the module of that name
COMMANDS = {
    "run": "Run a TensorFlow 1 (or TF 2.0) script unchanged.",
    "check": "Say, without running anything, what of some code will work.",
    "checkpoint": "Look into, verify, compare and convert checkpoints.",
    "contrib": "Fetch the long tail of tf.contrib.",
    "figures": "Draw the notes' pictures and the curves of a run.",
    "verify": "Say whether two programs are the same model, and where they part.",
}


class LazyCommands(click.Group):
    """A group that imports a subcommand's module only when it is used, so `graphnotes --help` is instant."""

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


@click.group(cls=LazyCommands)
@click.version_option(graphnotes.__version__, prog_name="graphnotes")
def main() -> None:
    """Run TensorFlow 1 code unchanged on today's TensorFlow, and move it to TensorFlow 2 with proof."""
