"""Named spans of a profile."""

from __future__ import annotations

from tensorflow.python.profiler import trace
from tensorflow.python.profiler.internal import _pywrap_traceme


class PythonTraceMe:
    """A span of a profile, from Enter() to Exit()."""

    def __init__(self, name):
        self._name, self._span = name, None

    def Enter(self):
        self._span = _pywrap_traceme.TraceMe(self._name)

    def Exit(self):
        if self._span is not None:
            self._span.Stop()
            self._span = None

    @staticmethod
    def IsEnabled():
        asked = getattr(_pywrap_traceme, "traceme_enabled", None)  # TensorFlow 2.18 keeps a flag instead
        return trace.enabled if asked is None else asked()


class PythonScopedAnnotation(PythonTraceMe):
    """The same: today's profiler marks a span once for the host and the devices."""
