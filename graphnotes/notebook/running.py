"""Running a notebook from the terminal, as "Run All" in Jupyter would."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from graphnotes.notebook import cells
from graphnotes.notebook.shell import make_legacy
from graphnotes.runner.imports import LegacyImports
from graphnotes.runner.script import exit_status

_PYLAB_NAMES = "from matplotlib.pylab import *\nfrom numpy import *\n"
_PYLAB = """\
import numpy, matplotlib
from matplotlib import pylab, mlab, pyplot
np, plt = numpy, pyplot
from IPython.core.pylabtools import figsize, getfigs
"""


def run_notebook(path: str, args: list[str], imports: LegacyImports) -> int:
    """Run the code cells of the notebook at `path` in order; what they show goes to the terminal, pictures into files.

    The first cell that fails ends it, unless the cell is tagged `raises-exception`. Returns the exit status: 0, 1 after a
    failure, or what a cell gave to `sys.exit`.

    Raises:
        CannotRun: the file is no notebook.
    """
    notebook = cells.read(path)
    sys.argv[:] = [path, *args]
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    warnings.filterwarnings("ignore", message="To exit: use 'exit'")
    with tempfile.TemporaryDirectory() as folder:
        shell = _Shell.instance(ipython_dir=folder, config=_settings())
        make_legacy(shell, imports, notebook.is_python2)
        for cell in notebook.cells:
            outcome = shell.run_cell(cell.source, store_history=True)
            _show_figures()
            if isinstance(outcome.error_in_exec, SystemExit):
                return exit_status(outcome.error_in_exec.code)
            if not outcome.success and not cell.may_fail:
                print(f"graphnotes: {path} stopped at cell {cell.number}", file=sys.stderr)
                return 1
    return 0


def _settings() -> Config:
    """No history on disk, and no colours but on a terminal."""
    colors = {} if sys.stdout.isatty() else {"colors": "NoColor"}
    return Config(HistoryManager={"enabled": False}, InteractiveShell=colors)


def _show_figures() -> None:
    """Show what a cell drew, as a notebook does whether or not the cell asks."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.show()


class _Shell(InteractiveShell):
    """A shell without windows, whose errors go to stderr."""

    def enable_gui(self, gui=None):
        return None

    def enable_matplotlib(self, gui=None):
        return None, os.environ.get("MPLBACKEND", "")

    def enable_pylab(self, gui=None, import_all=True, welcome_message=False):
        exec((_PYLAB_NAMES if import_all else "") + _PYLAB, self.user_ns)  # noqa: S102 - what %pylab is for, with the cells' imports
        return *self.enable_matplotlib(gui), []

    def ask_exit(self):
        raise SystemExit  # what `exit()` and `quit()` in a cell ask for

    def showtraceback(self, *args, **settings):
        if not isinstance(sys.exc_info()[1], SystemExit):
            super().showtraceback(*args, **settings)

    def _showtraceback(self, etype, evalue, stb):
        sys.stdout.flush()
        print(self.InteractiveTB.stb2text(stb), file=sys.stderr)
