"""The magics, and the lines of other programs, that mean something else in a notebook of TensorFlow 1."""

from __future__ import annotations

import importlib.util
import os
import re

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.syspathcontext import prepended_to_syspath

from graphnotes.notebook import cells, installing
from graphnotes.runner.imports import LegacyImports, LegacyLoader
from graphnotes.runner.script import CannotRun, read_source

_UNNAMED = re.compile(r"(get_ipython\(\)\.run_line_magic\()'', '([A-Za-z_]\w*) ?")
_COLAB_VERSION = re.compile(r"^get_ipython\(\)\.run_line_magic\('tensorflow_version', '1[^']*'\)")


def add(shell: InteractiveShell, imports: LegacyImports) -> None:
    """Give `shell` what the notebooks of the time relied on.

    `%run` runs scripts as legacy code, Colab's `%tensorflow_version 1.x` is passed over, `% matplotlib inline` may have its blank, and
    `pip install tensorflow==1.15` leaves the TensorFlow that is here alone.
    """

    def execute_file(name, *where, exit_ignore=False, raise_exceptions=False, shell_futures=False):
        _execute_script(shell, imports, name, where, exit_ignore, raise_exceptions)

    def execute_module(name, where):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(f"{name}.__main__")
        if spec is None or not isinstance(spec.loader, LegacyLoader):
            return todays_module(name, where)
        where["__package__"] = spec.parent
        return _execute_script(shell, imports, spec.origin, (where,), exit_ignore=False, raise_exceptions=False)

    def execute_notebook(name, shell_futures=False, raise_exceptions=False):
        _execute_cells(shell, name, raise_exceptions)

    def magic(line):
        name, _, rest = line.strip().removeprefix("%").partition(" ")
        return shell.run_line_magic(name, rest.strip(), _stack_depth=2)

    todays_system, todays_ipy, todays_module = shell.system, shell.safe_execfile_ipy, shell.safe_run_module
    shell.safe_execfile, shell.safe_run_module = execute_file, execute_module
    shell.safe_execfile_ipy = lambda name, **settings: (execute_notebook if str(name).endswith(".ipynb") else todays_ipy)(name, **settings)
    shell.system = lambda command: installing.without_tensorflow(command, todays_system)
    shell.magic = magic  # get_ipython().magic("matplotlib inline"), gone since IPython 8
    shell.input_transformers_post.append(_as_it_was)


def _as_it_was(lines: list[str]) -> list[str]:
    """`% matplotlib inline`, which IPython takes for the magic without a name, as the one that is meant; `%tensorflow_version 1.x` as done.

    The latter only where nothing stands around it: inside a `try` it asks whether this is Colab, and is told that it is not.
    """
    return [_COLAB_VERSION.sub("pass", _UNNAMED.sub(r"\1'\2', '", line)) for line in lines]


def _execute_script(shell: InteractiveShell, imports: LegacyImports, name: str, where: tuple, exit_ignore: bool, raise_exceptions: bool) -> None:
    """`%run script.py`: what `graphnotes run script.py` would do, in the namespace that IPython made for it."""
    path = os.path.realpath(os.path.expanduser(name))
    try:
        with prepended_to_syspath(os.path.dirname(path)), shell.builtin_trap:
            code = compile(imports.source(path, read_source(path)), path, "exec", dont_inherit=True)
            where[0]["__builtins__"] = imports.builtins
            exec(code, *where)  # noqa: S102 - the script that the notebook runs
    except SystemExit as stop:
        if stop.code and raise_exceptions:
            raise
        if stop.code and not exit_ignore:
            shell.showtraceback(exception_only=True)
    except Exception as error:
        if raise_exceptions:
            raise
        shell.showtraceback((type(error), error, error.__traceback__.tb_next), tb_offset=0)


def _execute_cells(shell: InteractiveShell, name: str, raise_exceptions: bool) -> None:
    """`%run other.ipynb`: its code cells, in this notebook's namespace, to the first that fails."""
    path = os.path.realpath(os.path.expanduser(name))
    try:
        with prepended_to_syspath(os.path.dirname(path)):
            for cell in cells.read(path).cells:
                outcome = shell.run_cell(cell.source, silent=True)
                if raise_exceptions:
                    outcome.raise_error()
                if not outcome.success:
                    break
    except CannotRun as error:
        raise UsageError(str(error)) from None
