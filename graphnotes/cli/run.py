"""`graphnotes run`: run a legacy script or module unchanged."""

from __future__ import annotations

import sys

import click

from graphnotes.notebook import cells
from graphnotes.runner import era as eras
from graphnotes.runner import script, world
from graphnotes.runner.imports import LegacyImports


class _Run(click.Command):
    """A command whose options end at `-m MODULE` as at SCRIPT: what follows is the program's."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {name for option in self.params if isinstance(option, click.Option) and not option.is_flag for name in option.opts}
        at = 0
        while at < len(args) and args[at].startswith("-") and args[at] != "--":
            if args[at] == "-m" and args[at + 1 :]:
                args = [*args[: at + 2], "--", *args[at + 2 :]]
                break
            at += 2 if args[at] in takes_value else 1
        return super().parse_args(ctx, args)


@click.command(
    "run",
    cls=_Run,
    context_settings={"ignore_unknown_options": False, "allow_interspersed_args": False},
    short_help="Run a TensorFlow 1 (or TF 2.0) script or notebook unchanged.",
)
@click.option("--era", type=click.Choice(["0", "1", "2.0"]), help="Which TensorFlow to be (0: before 1.0); default: found by reading the script.")
@click.option("--figures", metavar="DIR", help="Write what plt.show() shows as PNG files to DIR.")
@click.option("--save", metavar="FILE", help="Write the notebook to FILE with what its cells showed.")
@click.option("--legacy", "packages", metavar="PACKAGE", multiple=True, help="Treat this installed package as legacy code too.")
@click.option("--exact", is_flag=True, help="Prefer 1.15's arithmetic to speed (GRAPHNOTES_EXACT=1 does the same).")
@click.option("--verbose", is_flag=True, help="Say what was decided, and let TensorFlow talk.")
@click.option("-m", "module", metavar="MODULE", help="Run a module, as python -m does.")
@click.argument("args", nargs=-1, type=click.UNPROCESSED, metavar="SCRIPT [ARGS]...")
def command(
    era: str | None, figures: str | None, save: str | None, packages: tuple[str, ...], exact: bool, verbose: bool, module: str | None, args: tuple[str, ...]
) -> None:
    """Run SCRIPT (or -m MODULE) as `python SCRIPT` would, with the TensorFlow it was written for.

    SCRIPT may be a notebook (.ipynb): its cells run in order, pictures become files in DIR.

    Only the script and modules that are not installed packages see that TensorFlow; the rest of the process keeps today's.
    """
    if module is None and not args:
        raise click.UsageError("name a script to run, or -m MODULE")
    if save is not None and not (args and module is None and args[0].endswith(".ipynb")):
        raise click.UsageError("--save is for notebooks")
    try:
        path = args[0] if module is None else None
        if path is not None:
            (cells.read if path.endswith(".ipynb") else script.read_source)(path)
        if era is None:
            era, reason = eras.detect(path) if path is not None else ("1", "a module runs as TensorFlow 1 unless --era says otherwise")
            if verbose:
                print(f"graphnotes: running as TensorFlow { {'0': 'before 1.0', '1': '1.15'}.get(era, era) } ({reason})", file=sys.stderr)
        python2 = path is not None and eras.is_python2(path)
        imports = world.prepare(era, packages, verbose, exact, python2)
        world.figures(path or module, figures)
        if path is not None and path.endswith(".ipynb"):
            status = _run_notebook(path, list(args[1:]), imports, save)
        elif module is None:
            status = script.run_script(path, list(args[1:]), imports)
        else:
            status = script.run_module(module, list(args), imports)
    except script.CannotRun as error:
        print(f"graphnotes run: {error}", file=sys.stderr)
        status = 2
    sys.exit(status)


def _run_notebook(path: str, args: list[str], imports: LegacyImports, save: str | None) -> int:
    try:
        from graphnotes.notebook.running import run_notebook
    except ImportError as error:
        raise script.CannotRun(f"{path} is a notebook, for which {(error.name or 'IPython').partition('.')[0]} is missing: pip install 'graphnotes[notebook]'") from None
    return run_notebook(path, args, imports, save)
