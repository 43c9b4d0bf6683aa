"""Running a legacy script or module as `python SCRIPT` would: same argv, `__main__`, path, exit status and traceback."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import traceback
from types import CodeType, ModuleType, TracebackType

from graphnotes import companions
from graphnotes.runner.imports import LegacyImports, LegacyLoader

SIZE_LIMIT = 32 * 1024 * 1024  # bytes; no script is larger, and a mistyped data file should not be read whole


# the runner itself, what stands for a legacy module's operators, and the import system
_OURS = (os.path.join(os.path.dirname(__file__), ""), os.path.join(os.path.dirname(companions.__file__), ""), "<frozen importlib")


class CannotRun(Exception):
    """There is nothing to run; the message is one sentence about why. `line` is the place in the file, where there is one."""

    line = 1


def read_source(path: str) -> bytes:
    """The bytes of a script; raises CannotRun for what isn't one."""
    if not path:
        raise CannotRun("the name of the script is empty")
    if os.path.isdir(path):
        raise CannotRun(f"{path} is a folder; name the script in it")
    try:
        if not os.path.isfile(path) and os.path.exists(path):
            raise CannotRun(f"{path} is not a regular file")
        size = os.stat(path).st_size
        if size > SIZE_LIMIT:
            raise CannotRun(f"{path} is {size:,} bytes, more than the {SIZE_LIMIT:,} a script may have")
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror}") from None
    if not data.strip():
        raise CannotRun(f"{path} is empty: there is nothing to run")
    if b"\0" in data:
        raise CannotRun(f"{path} is not {'a notebook' if path.endswith('.ipynb') else 'Python source'}: it has null bytes")
    return data


def compile_script(path: str, imports: LegacyImports) -> CodeType:
    """The code of the script at `path`; raises CannotRun for a file that isn't Python source."""
    data = read_source(path)
    try:
        return compile(imports.source(path, data), path, "exec", dont_inherit=True)
    except SyntaxError as error:
        where = f"{path}, line {error.lineno}" if error.lineno else path
        raise CannotRun(f"{where}: {error.msg}") from None
    except (UnicodeDecodeError, ValueError) as error:
        raise CannotRun(f"{path} is not Python source: {error}") from None
    except (RecursionError, MemoryError):
        raise CannotRun(f"{path} is not Python source: an expression in it is nested deeper than Python can read") from None


def run_script(path: str, args: list[str], imports: LegacyImports) -> int:
    """Run the script at `path`; returns the exit status `python path *args` would have."""
    shown = os.path.abspath(path)
    code = compile_script(shown, imports)
    sys.argv[:] = [path, *args]
    _set_path(os.path.dirname(os.path.realpath(path)))
    main = _main_module(imports, shown)
    return _execute(code, main)


def run_module(name: str, args: list[str], imports: LegacyImports) -> int:
    """Run the module `name` as `python -m name` does; returns its exit status."""
    if not name:
        raise CannotRun("the name of the module is empty")
    _set_path(os.getcwd())
    sys.argv[:] = ["-m", *args]
    try:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            name += ".__main__"
            spec = importlib.util.find_spec(name)
    except ImportError as error:
        raise CannotRun(f"no module named {name}: {error}") from None
    if spec is None or spec.origin is None:
        raise CannotRun(f"no module named {name} in {os.getcwd()} or on the path")
    if not isinstance(spec.loader, LegacyLoader):
        spec.loader = LegacyLoader(name, spec.origin, imports)
    code = compile_script(spec.origin, imports)
    sys.argv[0] = spec.origin
    main = _main_module(imports, spec.origin)
    main.__spec__, main.__package__, main.__loader__ = spec, spec.parent, spec.loader
    return _execute(code, main)


def _set_path(folder: str) -> None:
    """Put the program's folder where our own command's was at the head of sys.path, if Python put one there at all."""
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = folder


def _main_module(imports: LegacyImports, path: str) -> ModuleType:
    main = ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=imports.builtins, __cached__=None)
    sys.modules["__main__"] = main
    return main


def _execute(code: CodeType, main: ModuleType) -> int:
    try:
        exec(code, main.__dict__)  # noqa: S102 - the program we were asked to run
    except SystemExit as stop:
        return exit_status(stop.code)
    except KeyboardInterrupt as stop:
        _print(stop)
        die_of(signal.SIGINT)
    except BaseException as error:  # noqa: BLE001 - whatever the program raised
        _print(error)
        return 1
    return 0


def exit_status(code: object) -> int:
    """What the shell sees after `sys.exit(code)`; a message is printed."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _print(error: BaseException) -> None:
    """The traceback Python would have printed: without the frames of this module."""
    seen = error
    while seen is not None:
        seen.__traceback__ = trimmed(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except BaseException:  # noqa: BLE001 - a broken excepthook of the program
        traceback.print_exc()


def trimmed(trace: TracebackType | None) -> TracebackType | None:
    """A traceback without the frames of the runner and of the import system."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OURS):
        trace = trace.tb_next
    if trace is not None:
        trace.tb_next = trimmed(trace.tb_next)
    return trace


def die_of(number: signal.Signals) -> None:
    """End as Python ends when the signal is not handled, so the shell sees the same status."""
    sys.stdout.flush()
    sys.stderr.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
