"""Setting the stage: everything a process needs before a legacy program's first line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from types import ModuleType

from graphnotes.companions import keras2, numpy1, operators
from graphnotes.runner import dialect, quiet
from graphnotes.runner.imports import LegacyImports


def prepare(era: str, packages: Iterable[str] = (), verbose: bool = False, exact: bool = False, python2: bool = False) -> LegacyImports:
    """Make this process a legacy program's: imports redirected, TensorFlow quiet unless `verbose`.

    TensorFlow itself is not imported before the program first asks for it.

    Args:
        era: "0" for TensorFlow before 1.0, "1" for TensorFlow 1.15's world, "2.0" for TensorFlow 2.0's.
        packages: installed packages that are legacy code too.
        python2: the program is Python 2, whichever of its files today's Python can parse.
        exact: choose the kernels whose arithmetic comes closest to 1.15's (no oneDNN), also by GRAPHNOTES_EXACT=1.
    """
    if not verbose:
        quiet.before_tensorflow()
    if exact or os.environ.get("GRAPHNOTES_EXACT", "0") not in ("", "0"):
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
        os.environ["GRAPHNOTES_EXACT"] = "1"
    imports = LegacyImports(_Tensorflow(era, verbose), packages, lambda path, data: dialect.source(path, data, python2 and not imports.installed(path)))
    vars(imports.builtins).update(operators.helpers())
    keras2.tensorflow = imports.tensorflow
    imports.install()
    if era != "2.0":
        numpy1.print_as_numpy1()
    return imports


class _Tensorflow:
    """The redirect for `tensorflow`: loads the era's facade at its first use."""

    def __init__(self, era: str, verbose: bool) -> None:
        self.era, self.verbose, self._facade = era, verbose, None

    def __call__(self, name: str) -> ModuleType | None:
        if self._facade is None:
            self._facade = self._load()
        return self._facade.namespace(name.partition(".")[2])

    def _load(self):
        if self.verbose:
            return self._import()
        with quiet.stderr_held():
            facade = self._import()
        quiet.after_tensorflow()
        return facade

    def _import(self):
        if self.era == "2.0":
            from graphnotes import tf20

            return tf20.facade
        if self.era == "0":
            from graphnotes.tf1 import pre1 as tensorflow
        else:
            from graphnotes import tf1 as tensorflow
        from graphnotes.tf1 import _mode

        _mode.enter()
        return tensorflow.facade


def figures(script: str, folder: str | None) -> None:
    """Have `plt.show()` write PNG files where no window can be opened, for a notebook, or where `folder` asks for it.

    A backend the user chose with MPLBACKEND is kept unless `folder` is given.
    """
    from importlib.util import find_spec

    if folder is None and script.endswith(".ipynb") and "MPLBACKEND" not in os.environ:
        folder = f"{os.path.splitext(os.path.basename(script))[0]}_figures"

    if folder is None and ("MPLBACKEND" in os.environ or sys.platform in ("darwin", "win32")):
        return
    if folder is None and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    if find_spec("matplotlib") is None:
        return
    stem = os.path.splitext(os.path.basename(script))[0] if script else "figures"
    os.environ["GRAPHNOTES_FIGURES"] = os.path.abspath(folder or f"{stem}_figures")
    os.environ["MPLBACKEND"] = "module://graphnotes.runner.figures"
