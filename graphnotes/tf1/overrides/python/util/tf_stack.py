"""tensorflow.python.util.tf_stack: stack traces that can be mapped to other sources and filtered by file, as 1.15 took them."""

from __future__ import annotations

import collections
import inspect
import linecache
import sys
import threading
from collections.abc import Iterable

__all__ = [
    "TB_CODEDICT",
    "TB_FILENAME",
    "TB_FUNCNAME",
    "TB_LINENO",
    "CurrentModuleFilter",
    "StackFrame",
    "StackTraceFilter",
    "StackTraceMapper",
    "StackTraceTransform",
    "convert_stack",
    "extract_stack",
]

TB_FILENAME, TB_LINENO, TB_FUNCNAME, TB_CODEDICT = range(4)

StackFrame = collections.namedtuple("StackFrame", ("filename", "lineno", "name", "globals", "func_start_lineno"))

_entered = threading.local()


def _inside(kind: type) -> list[StackTraceTransform]:
    """The transforms of a kind that this thread is in, the innermost last."""
    return _entered.__dict__.setdefault(kind.__name__, [])


class StackTraceTransform:
    """Changes the traces taken inside its `with` block."""

    _kind: type

    def __enter__(self):
        self.reset()
        stack = _inside(self._kind)
        self.parent = stack[-1] if stack else None
        stack.append(self)
        return self

    def __exit__(self, unused_type, unused_value, unused_traceback):
        _inside(self._kind).remove(self)

    def reset(self):
        """Forget what an earlier `with` block found."""


class StackTraceMapper(StackTraceTransform):
    """Maps places in one source to places in another."""

    def reset(self):
        self._effective_source_map = None

    def get_effective_source_map(self):
        """{(filename, line): (filename, line, function)}."""
        raise NotImplementedError("subclasses need to override this")


class StackTraceFilter(StackTraceTransform):
    """Leaves out the frames of some files."""

    def reset(self):
        self._filtered_filenames = None

    def get_filtered_filenames(self):
        raise NotImplementedError("subclasses need to override this")


StackTraceMapper._kind, StackTraceFilter._kind = StackTraceMapper, StackTraceFilter


class CurrentModuleFilter(StackTraceFilter):
    """Leaves out the frames of the module that makes the filter."""

    def __init__(self):
        self._filename = inspect.getsourcefile(sys._getframe(1))

    def get_filtered_filenames(self):
        if self._filtered_filenames is None:
            above = self.parent.get_filtered_filenames() if self.parent is not None else frozenset()
            self._filtered_filenames = frozenset((self._filename,)) | above
        return self._filtered_filenames


def extract_stack(limit=-1):
    """The frames of the calling thread as StackFrames, the innermost (the caller) last; at most `limit` of them unless -1."""
    mappers, filters = _inside(StackTraceMapper), _inside(StackTraceFilter)
    places = mappers[-1].get_effective_source_map() if mappers else {}
    hidden = filters[-1].get_filtered_filenames() if filters else frozenset()
    found: list[StackFrame] = []
    frame = sys._getframe(1)
    while frame is not None and len(found) != limit:
        code = frame.f_code
        filename, line, name = places.get((code.co_filename, frame.f_lineno), (code.co_filename, frame.f_lineno, code.co_name))
        if not found or filename not in hidden:  # the innermost stays
            found.append(StackFrame(filename, line, name, frame.f_globals, code.co_firstlineno))
        frame = frame.f_back
    return found[::-1]


def convert_stack(stack: Iterable[StackFrame], include_func_start_lineno=False):
    """Frames of `extract_stack` as tuples (filename, line, function, its text), with the function's first line if wanted."""
    rows = []
    for frame in stack:
        linecache.checkcache(frame.filename)
        text = linecache.getline(frame.filename, frame.lineno, frame.globals).strip() or None
        row = (frame.filename, frame.lineno, frame.name, text)
        rows.append((*row, frame.func_start_lineno) if include_func_start_lineno else row)
    return tuple(rows)
