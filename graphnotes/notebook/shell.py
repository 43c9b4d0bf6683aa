"""An IPython shell whose cells are legacy code."""

from __future__ import annotations

import builtins

from IPython.core.interactiveshell import InteractiveShell

from graphnotes.companions.operators import PYTHON2_BUILTINS
from graphnotes.notebook import magics
from graphnotes.runner import dialect, python2, world
from graphnotes.runner.imports import LegacyImports
from graphnotes.runner.script import trimmed


def load_ipython_extension(shell: InteractiveShell) -> None:
    """`%load_ext graphnotes`: from here on the notebook's cells see TensorFlow 1.15, and this process is in graph mode.

    What was imported before stays what it was, so this belongs into the first cell.
    """
    make_legacy(shell, world.prepare("1"))
    print("graphnotes: the cells of this notebook, and the modules beside it, now run as TensorFlow 1.15")


def make_legacy(shell: InteractiveShell, imports: LegacyImports, is_python2: bool = False) -> None:
    """Give the cells of `shell`, and the scripts they `%run`, the builtins, imports and operators of legacy code.

    Args:
        is_python2: the notebook is of Python 2; else it is from the first cell on that only Python 2 can read.
    """
    vars(imports.builtins).update(get_ipython=shell.get_ipython, display=builtins.display, input=_input, **{PYTHON2_BUILTINS["raw_input"]: _input})
    todays_parse, todays_run = shell.compile.ast_parse, shell.run_code

    def parse(source, filename="<unknown>", symbol="exec"):
        nonlocal is_python2
        if symbol != "exec":
            return todays_parse(source, filename, symbol)
        try:
            tree = todays_parse(source, filename, symbol)
        except SyntaxError:
            tree, is_python2 = python2.parse(filename, source)
        return dialect.rewritten(tree, is_python2, frozenset(shell.user_ns))

    async def run(*args, **settings):
        shell.user_ns["__builtins__"] = imports.builtins  # each time: %run and %reset put Python's own back
        return await todays_run(*args, **settings)

    def show(shell, kind, error, trace, tb_offset=None):
        shell.showtraceback((kind, error, _from_the_cell(trace)), tb_offset=0)

    shell.user_ns["__builtins__"] = imports.builtins
    shell.compile.ast_parse, shell.run_code = parse, run
    shell.set_custom_exc((Exception,), show)
    magics.add(shell, imports)


def _input(prompt: object = "") -> str:
    """`input`, which Jupyter replaces for as long as a cell runs by one that asks in the browser."""
    return builtins.input(prompt)


def _from_the_cell(trace):
    """A traceback without IPython's frames before the cell's, nor the runner's after them."""
    while trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith("IPython."):
        trace = trace.tb_next
    return trimmed(trace)
