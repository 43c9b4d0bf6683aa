"""The standard modules of Python 2 under the names and with the contents they had: `urllib2`, `cPickle`, `StringIO`, ...

A module of the same name that really exists (beside the script, say) always comes first.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import itertools
import pickle
import string
import types
from functools import cache

from graphnotes.companions.proxy import Companion

# Python 2's module -> the modules that hold its names now
MODULES: dict[str, tuple[str, ...]] = {
    "BaseHTTPServer": ("http.server",), "SimpleHTTPServer": ("http.server",), "ConfigParser": ("configparser",), "Cookie": ("http.cookies",),
    "HTMLParser": ("html.parser", "html"), "Queue": ("queue",), "SocketServer": ("socketserver",), "Tkinter": ("tkinter",),
    "UserDict": ("collections",), "UserList": ("collections",), "__builtin__": ("builtins",), "anydbm": ("dbm",), "cookielib": ("http.cookiejar",),
    "copy_reg": ("copyreg",), "dummy_thread": ("_thread",), "exceptions": ("builtins",), "httplib": ("http.client",),
    "thread": ("_thread",), "tkFileDialog": ("tkinter.filedialog",), "tkMessageBox": ("tkinter.messagebox",), "commands": ("subprocess",),
    "urllib2": ("urllib.request", "urllib.error", "urllib.parse"), "urlparse": ("urllib.parse",), "xmlrpclib": ("xmlrpc.client",),
    "cPickle": ("pickle",), "md5": ("hashlib",), "sha": ("hashlib",), "sets": ("builtins",), "StringIO": ("io",), "cStringIO": ("io",),
}  # fmt: skip


ITERTOOLS: dict[str, object] = {"izip": zip, "imap": map, "ifilter": filter, "izip_longest": itertools.zip_longest, "ifilterfalse": itertools.filterfalse}


def maketrans(frm, to):
    """A table for `str.translate` (and `bytes.translate`, given bytes)."""
    return bytes.maketrans(frm, to) if isinstance(frm, bytes) else str.maketrans(frm, to)


def joinfields(words, sep=" "):
    """The words joined by `sep`."""
    return sep.join(words)


STRING: dict[str, object] = {
    "letters": string.ascii_letters, "lowercase": string.ascii_lowercase, "uppercase": string.ascii_uppercase,
    "maketrans": maketrans, "join": joinfields, "joinfields": joinfields, "atoi": int, "atol": int, "atof": float,
    **{name: getattr(str, name) for name in ("lower", "upper", "strip", "lstrip", "rstrip", "split", "replace", "find", "rfind", "count", "zfill")},
}  # fmt: skip


class StringIO:
    """A buffer of text or of bytes, whichever is written to it first: Python 2's took both."""

    def __init__(self, buf="") -> None:
        self._buffer = (io.BytesIO if isinstance(buf, (bytes, bytearray)) else io.StringIO)(buf) if len(buf) else None

    def write(self, data):
        if self._buffer is None:
            self._buffer = io.StringIO() if isinstance(data, str) else io.BytesIO()
        return self._buffer.write(data)

    def tell(self):
        return 0 if self._buffer is None else self._buffer.tell()

    def seek(self, *where):
        return 0 if self._buffer is None else self._buffer.seek(*where)

    def flush(self):
        """Nothing: it is all in memory."""

    def __getattr__(self, name):
        if name == "_buffer":
            raise AttributeError(name)
        return getattr(io.StringIO() if self._buffer is None else self._buffer, name)

    def __iter__(self):
        return iter(self._buffer or ())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def load(file, **kwargs):
    """Reads a pickle; text of Python 2 in it is read as Latin-1, so arrays and byte strings come out whole.

    A file opened as text is read as bytes: to Python 2 they were the same.
    """
    return pickle.load(getattr(file, "buffer", file), **{"encoding": "latin1", **kwargs})


def dump(obj, file, protocol=0, **kwargs):
    """Writes a pickle, in Python 2's format unless told otherwise, to a file opened as text as well."""
    pickle.dump(obj, getattr(file, "buffer", file), protocol, **kwargs)


def loads(data, **kwargs):
    """Reads a pickle from bytes (or from Python 2's text)."""
    data = data.encode("latin1") if isinstance(data, str) else data
    return pickle.loads(data, **{"encoding": "latin1", **kwargs})


def _urllib() -> types.ModuleType:
    parts = [importlib.import_module(f"urllib.{name}") for name in ("request", "parse", "error", "response")]
    return Companion([importlib.import_module("urllib"), *parts], {}, "urllib")


def _restored(name: str) -> dict[str, object]:
    if name == "cPickle":
        return {"load": load, "loads": loads, "dump": dump}
    if name in ("StringIO", "cStringIO"):
        return {"StringIO": StringIO}
    if name == "sets":
        return {"Set": set, "ImmutableSet": frozenset}
    if name == "UserDict":
        return {"IterableUserDict": importlib.import_module("collections").UserDict}
    if name in ("md5", "sha"):
        new = getattr(importlib.import_module("hashlib"), "md5" if name == "md5" else "sha1")
        return {"new": new, name: new}
    if name in ("__builtin__", "exceptions"):
        return {"unicode": str, "xrange": range, "raw_input": input, "long": int, "basestring": str, "unichr": chr, "StandardError": Exception}
    return {}


def exists(name: str) -> bool:
    """Whether a module of that name can be imported in this process as it is."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for one of Python 2's modules; None if there is a real one of that name."""
    if name == "urllib":
        return _urllib()
    if name not in MODULES or exists(name):
        return None
    try:
        real = [importlib.import_module(module) for module in MODULES[name]]
    except ImportError as error:
        raise ImportError(f"Python 2's {name} is {MODULES[name][0]} now, which cannot be imported here: {error}", name=name) from None
    return Companion(real, _restored(name), name)

