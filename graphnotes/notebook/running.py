"""Running a notebook from the terminal, as "Run All" in Jupyter would."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import warnings

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from graphnotes.notebook import cells
from graphnotes.notebook.saving import Recording, check_target
from graphnotes.notebook.shell import make_legacy
from graphnotes.runner.imports import LegacyImports
from graphnotes.runner.script import die_of, exit_status

_INTERRUPTED = -signal.SIGINT
_PYLAB_NAMES = "from matplotlib.pylab import *\nfrom numpy import *\n"
_PYLAB = """\
import numpy, matplotlib
from matplotlib import pylab, mlab, pyplot
np, plt = numpy, pyplot
from IPython.core.pylabtools import figsize, getfigs
"""


def run_notebook(path: str, args: list[str], imports: LegacyImports, save: str | None = None) -> int:
    """Run the code cells of the notebook at `path` in order; what they show goes to the terminal, pictures into files.

    The first cell that fails ends it, unless the cell is tagged `raises-exception`. Returns the exit status: 0, 1 after a
    failure, or what a cell gave to `sys.exit`; after Ctrl-C the process ends as Python's own does.

    Args:
        save: a file to write the notebook to with what its cells showed, to the one that ended it.

    Raises:
        CannotRun: the file is no notebook, or there can be no file `save`.
    """
    if save is not None:
        check_target(save, path)
    notebook = cells.read(path)
    sys.argv[:] = [path, *args]
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    warnings.filterwarnings("ignore", message="To exit: use 'exit'")
    with tempfile.TemporaryDirectory() as folder:
        shell = _Shell.instance(ipython_dir=folder, config=_settings())
        make_legacy(shell, imports, notebook.is_python2)
        if save is not None:
            shell.recording = Recording(shell)
        try:
            status = _run_cells(shell, path, notebook)
        finally:
            if shell.recording is not None:
                shell.recording.write(notebook, save)
    if status == _INTERRUPTED:
        die_of(signal.SIGINT)
    return status


def _run_cells(shell: _Shell, path: str, notebook: cells.Notebook) -> int:
    for count, cell in enumerate(notebook.cells, 1):
        if shell.recording is not None:
            shell.recording.begin(cell.number, count)
        outcome = shell.run_cell(cell.source, store_history=True)
        error = outcome.error_in_exec
        _show_figures()
        if isinstance(error, SystemExit):
            return exit_status(error.code)
        interrupted = isinstance(error, KeyboardInterrupt)
        if interrupted or not (outcome.success or cell.may_fail):
            _say(shell, f"graphnotes: {path} stopped at cell {cell.number}")
            return _INTERRUPTED if interrupted else 1
    return 0


def _say(shell: _Shell, words: str) -> None:
    """To the terminal, not to the notebook."""
    with shell.recording.held() if shell.recording else contextlib.nullcontext():
        print(words, file=sys.stderr)


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

    recording: Recording | None = None

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
        if self.recording is not None:
            self.recording.error(etype, evalue, stb)
        _say(self, self.InteractiveTB.stb2text(stb))
