"""NumPy 1's `numpy`: the names and meanings NumPy 2 has dropped, over today's NumPy.

Source: NumPy 1.18, the last that TensorFlow 1.15 was released against. Arrays, dtypes and every function not named here
are the real ones, so values pass freely between legacy and other code. `np.load` keeps the safe default of 1.16.3 and
later: pickled objects need `allow_pickle=True`.
"""

from __future__ import annotations

import math
import pickle
import sys
import types
import warnings
from functools import cache, wraps

import numpy as np

from graphnotes.companions import numpy1_results
from graphnotes.companions.proxy import Companion, real_module


def print_as_numpy1() -> None:
    """Have this process print NumPy scalars and arrays as NumPy 1 did (`[1.5]`, not `[np.float32(1.5)]`).

    This is process-wide, which is why only the runner of a legacy script calls it.
    """
    np.set_printoptions(legacy="1.21")


def _ragged(function, depth=2):
    """`function`, but nested sequences of differing lengths give an array of objects, and whole numbers out of range wrap around."""

    @wraps(function)
    def build(object, *args, **kwargs):
        try:
            return function(object, *args, **kwargs)
        except ValueError as error:
            if "inhomogeneous" not in str(error) or args or kwargs.get("dtype") is not None:
                raise
        except OverflowError:
            return numpy1_results.wrapped_around(object, args[0] if args else kwargs.get("dtype"))
        warnings.warn(
            "Creating an ndarray from ragged nested sequences gives an array of objects; say dtype=object if you mean it.",
            np.exceptions.VisibleDeprecationWarning,
            stacklevel=depth,
        )
        return function(object, **{**kwargs, "dtype": np.object_})

    return build


_build_array = _ragged(np.array, depth=3)


@wraps(np.array)
def array(object, *args, **kwargs):
    """`numpy.array`, where `copy=False` copies if it must and ragged sequences give objects."""
    if kwargs.get("copy", True) is False:
        kwargs["copy"] = None
    return _build_array(object, *args, **kwargs)


@wraps(np.full)
def full(shape, fill_value, dtype=None, order="C"):
    """`numpy.full`, where a whole number out of range wraps around."""
    try:
        return np.full(shape, fill_value, dtype, order)
    except OverflowError:
        return np.full(shape, numpy1_results.wrapped_around(fill_value, dtype), dtype, order)


def save(file, arr, allow_pickle=True, **kwargs):
    """`numpy.save`, which takes ragged sequences."""
    kwargs.pop("fix_imports", None)
    np.save(file, asanyarray(arr), allow_pickle=allow_pickle)


def savez(file, *args, **kwds):
    """`numpy.savez`, which takes ragged sequences."""
    np.savez(file, *map(asanyarray, args), **{name: asanyarray(value) for name, value in kwds.items()})


def savez_compressed(file, *args, **kwds):
    """`numpy.savez_compressed`, which takes ragged sequences."""
    np.savez_compressed(file, *map(asanyarray, args), **{name: asanyarray(value) for name, value in kwds.items()})


asarray, asanyarray = _ragged(np.asarray), _ragged(np.asanyarray)


def fromstring(string, dtype=float, count=-1, sep="", **kwargs):
    """`numpy.fromstring`, which without `sep` reads the bytes themselves."""
    if sep:
        return np.fromstring(string, dtype=dtype, count=count, sep=sep, **kwargs)
    data = string.encode("latin-1") if isinstance(string, str) else string
    return np.frombuffer(data, dtype=dtype, count=count).copy()


def _stacking(function):
    """A stacking function that takes a generator of arrays, and ragged sequences among them."""

    @wraps(function)
    def stack(arrays, *args, **kwargs):
        arrays = list(arrays) if isinstance(arrays, types.GeneratorType) else arrays
        try:
            return function(arrays, *args, **kwargs)
        except ValueError as error:
            if "inhomogeneous" not in str(error):
                raise
        return function([asanyarray(array) for array in arrays], *args, **kwargs)

    return stack


@wraps(np.sum)
def sum_(a, *args, **kwargs):
    if isinstance(a, types.GeneratorType):
        return sum(a)
    return np.sum(a, *args, **kwargs)


@wraps(np.reshape)
def reshape(a, newshape=None, order="C", **kwargs):
    return np.reshape(a, kwargs.pop("shape", newshape), order=order, **kwargs)


@wraps(np.unique)
def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, **kwargs):
    found = np.unique(ar, return_index, return_inverse, return_counts, axis, **kwargs)
    if not return_inverse:
        return found
    parts = list(found)
    at = 2 if return_index else 1
    parts[at] = parts[at].reshape(-1)  # NumPy 1 gave it flat whatever the shape of `ar`
    return tuple(parts)


@wraps(np.loadtxt)
def loadtxt(*args, encoding="bytes", **kwargs):
    return np.loadtxt(*args, encoding=encoding, **kwargs)


@wraps(np.genfromtxt)
def genfromtxt(*args, encoding="bytes", **kwargs):
    return np.genfromtxt(*args, encoding=encoding, **kwargs)


def asscalar(a):
    """An array of one element as a Python scalar."""
    return a.item()


def alen(a):
    """The length of the first axis."""
    try:
        return len(a)
    except TypeError:
        return len(np.array(a, ndmin=1))


def asfarray(a, dtype=np.float64):
    """An array of floating point type."""
    return np.asarray(a, dtype=dtype if np.issubdtype(dtype, np.inexact) else np.float64)


def round_(a, decimals=0, out=None):
    """`numpy.around` under its older name."""
    return np.around(a, decimals=decimals, out=out)


def rank(a):
    """The number of dimensions (`numpy.ndim`)."""
    return np.ndim(a)


def msort(a):
    """A copy sorted along the first axis."""
    return np.sort(a, axis=0)


def in1d(ar1, ar2, assume_unique=False, invert=False):
    """Which elements of the flattened `ar1` are in `ar2`."""
    return np.isin(np.asarray(ar1).ravel(), ar2, assume_unique=assume_unique, invert=invert)


def disp(mesg, device=None, linefeed=True):
    """Writes a message to `device` (standard output)."""
    device = device or sys.stdout
    device.write(f"{mesg}\n" if linefeed else f"{mesg}")
    device.flush()


def issubclass_(arg1, arg2):
    """`issubclass`, False where it would raise."""
    try:
        return issubclass(arg1, arg2)
    except TypeError:
        return False


def obj2sctype(rep, default=None):
    """The scalar type of an object."""
    try:
        return np.dtype(rep if isinstance(rep, (type, str, np.dtype)) else np.asarray(rep).dtype).type
    except TypeError:
        return default


def sctype2char(sctype):
    """The one-character code of a scalar type."""
    return np.dtype(obj2sctype(sctype)).char


def issubsctype(arg1, arg2):
    """Whether the scalar type of `arg1` is a kind of that of `arg2`."""
    return issubclass(obj2sctype(arg1), obj2sctype(arg2))


def issctype(rep):
    """Whether `rep` is a scalar data type."""
    return isinstance(rep, (type, np.dtype)) and obj2sctype(rep) not in (None, np.object_)


def find_common_type(array_types, scalar_types):
    """The common type of arrays and scalars, scalars counting only where their kind is higher."""
    arrays, scalars = [np.dtype(t) for t in array_types], [np.dtype(t) for t in scalar_types]
    if not arrays or not scalars:
        return np.result_type(*(arrays or scalars))
    kinds = "buifcmMSUVO"
    common, scalar = np.result_type(*arrays), np.result_type(*scalars)
    return scalar if kinds.index(scalar.kind) > kinds.index(common.kind) else common


def recfromtxt(fname, **kwargs):
    """A text file as a record array."""
    kwargs.setdefault("dtype", None)
    return genfromtxt(fname, **kwargs).view(np.recarray)


def recfromcsv(fname, **kwargs):
    """A comma separated file with a header line as a record array."""
    return recfromtxt(fname, **{"case_sensitive": "lower", "names": True, "delimiter": ",", **kwargs})


def lstsq(a, b, rcond="warn"):
    """`numpy.linalg.lstsq`, whose `rcond` was machine precision (-1) unless given."""
    return np.linalg.lstsq(a, b, rcond=-1 if rcond == "warn" else rcond)


class _Cast(dict):
    """`numpy.cast[dtype](x)`."""

    def __missing__(self, key):
        return lambda x: np.asarray(x).astype(key)


class MachAr:
    """Floating point parameters of the machine (`numpy.finfo` knows them)."""

    def __init__(self) -> None:
        info = np.finfo(float)
        self.eps, self.epsilon, self.tiny, self.xmin, self.huge, self.xmax = info.eps, info.eps, info.tiny, info.tiny, info.max, info.max
        self.resolution, self.precision, self.machep, self.negep, self.epsneg = info.resolution, info.precision, info.machep, info.negep, info.epsneg


def _restored() -> dict[str, object]:
    names: dict[str, object] = {
        "bool": bool, "int": int, "float": float, "complex": complex, "object": object, "str": str, "long": int, "unicode": str,
        "bool8": np.bool_, "int0": np.intp, "uint0": np.uintp, "object0": np.object_, "str0": np.str_, "bytes0": np.bytes_, "void0": np.void,
        "float_": np.float64, "complex_": np.complex128, "cfloat": np.complex128, "singlecomplex": np.complex64, "longfloat": np.longdouble,
        "longcomplex": np.clongdouble, "clongfloat": np.clongdouble, "string_": np.bytes_, "unicode_": np.str_,
        "Inf": np.inf, "Infinity": np.inf, "infty": np.inf, "PINF": np.inf, "NINF": -np.inf, "NaN": np.nan, "NAN": np.nan, "PZERO": 0.0, "NZERO": -0.0,
        "alltrue": np.all, "sometrue": np.any, "product": np.prod, "cumproduct": np.cumprod, "mat": np.asmatrix,
        "row_stack": _stacking(np.vstack), "trapz": np.trapezoid, "math": math, "loads": pickle.loads, "typeDict": np.sctypeDict,
        "cast": _Cast(), "sum": sum_, "sctypes": {
            "int": [np.int8, np.int16, np.int32, np.int64], "uint": [np.uint8, np.uint16, np.uint32, np.uint64],
            "float": [np.float16, np.float32, np.float64, np.longdouble], "complex": [np.complex64, np.complex128, np.clongdouble],
            "others": [bool, object, bytes, str, np.void]},
        "nbytes": {t: np.dtype(t).itemsize for t in set(np.sctypeDict.values())},
        "DataSource": np.lib.npyio.DataSource, "add_newdoc": np.lib.add_newdoc,
    }  # fmt: skip
    for name in ("vstack", "hstack", "dstack", "column_stack", "stack", "concatenate"):
        names[name] = _stacking(getattr(np, name))
    names.update(numpy1_results.RESTORED)
    for name in ("ComplexWarning", "VisibleDeprecationWarning", "RankWarning", "TooHardError", "AxisError", "ModuleDeprecationWarning"):
        if hasattr(np.exceptions, name):
            names[name] = getattr(np.exceptions, name)
    for function in (
        array, asarray, asanyarray, save, savez, savez_compressed, fromstring, full, reshape, unique, loadtxt, genfromtxt, asscalar, alen, asfarray,
        round_, rank, msort, in1d, disp, issubclass_, obj2sctype, sctype2char, issubsctype, issctype, find_common_type,
        recfromtxt, recfromcsv, MachAr,
    ):  # fmt: skip
        names[function.__name__] = function
    names["warnings"] = warnings  # numpy imported it, and scripts quieten NumPy through it
    return names


RESTORED: dict[str, object] = _restored()
# `from numpy import *` never hid Python's own names, nor gave the names that are new in NumPy 2
_NOT_STARRED = {"abs", "bool", "long", "max", "min", "pow", "round", "ulong", "test", "testing", "typing", "lib", "core", "f2py", "strings"}
_PYTHON_NAMES = {"bool", "int", "float", "complex", "object", "str", "long", "unicode"}


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import numpy` and what is below it."""
    if name == "numpy":
        star = (set(np.__all__) - _NOT_STARRED) | (set(RESTORED) - _PYTHON_NAMES)
        module = Companion(np, RESTORED, star=sorted(star))
        for child in ("linalg", "lib", "core", "fft"):
            vars(module)[child] = redirect(f"numpy.{child}")
        return module
    parent, _, last = name.partition(".")[2].partition(".")
    if parent == "linalg":
        if last in ("", "linalg"):
            return Companion(np.linalg, {"lstsq": lstsq, "linalg": np.linalg}, name)
        return real_module(name)
    if parent in ("lib", "core"):
        # NumPy 1 offered most of numpy's own names here as well, and in their submodules
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            own = real_module(name)
            private = real_module(name.replace("numpy.core", "numpy._core"))
        old = Companion(np, RESTORED, name)
        if own is None and private is None and last not in _GONE_SUBMODULES:
            return None
        return Companion([module for module in (private, own, old) if module is not None], {}, name)
    if parent == "testing" and last == "utils":
        return np.testing
    if parent == "fft" and last in ("", "fftpack", "helper"):
        return Companion(np.fft, numpy1_results.TRANSFORMS, "numpy.fft")
    return real_module(name)


_GONE_SUBMODULES = {
    "arraypad", "arraysetops", "function_base", "index_tricks", "nanfunctions", "npyio", "polynomial", "shape_base", "twodim_base", "type_check",
    "ufunclike", "utils", "arrayterator", "financial", "histograms", "umath_tests", "numerictypes", "fromnumeric", "numeric", "multiarray", "umath",
}  # fmt: skip
