"""The functions that `graphnotes.runner.dialect` has legacy modules call, by names no source uses."""

from __future__ import annotations

import builtins
import codecs
import functools
import importlib
import os
import re
import sys

from graphnotes.companions import arithmetic

# today's name -> what the tree calls
NUMBERS = {"float": "__graphnotes_float__", "int": "__graphnotes_int__", "complex": "__graphnotes_complex__"}
TYPE = "__graphnotes_type__"
FORMAT, DIVIDE, STORE, INDEX, INTEGER, ATTRIBUTE, ABSENT = (
    f"__graphnotes_{name}__" for name in ("format", "divide", "store", "index", "integer", "attribute", "absent")
)
# NumPy's classes of whole numbers, which wrapped a number around that they have no room for
INTEGERS = frozenset({"uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"})
VALUE = "_graphnotes_value"

# methods whose arguments are counts: (name, the fewest arguments that make them so)
COUNTS = {"read": 1, "reshape": 2}
# attributes that may have to be put back, wherever their object comes from
ATTRIBUTES = frozenset({
    "tostring", "fromstring", "itemset", "newbyteorder", "ptp", "set_window_title", "gca", "w_xaxis", "w_yaxis", "w_zaxis", "isAlive",
    "getchildren", "getiterator", "setdefaultencoding", "set_axis_bgcolor", "set_color_cycle", "hold", "assertItemsEqual", "assertEquals",
    "assertNotEquals", "assert_", "assertAlmostEquals", "assertRegexpMatches", "assertRaisesRegexp", "getsize", "textsize", "append",
    "as_matrix", "ix", "iteritems",
})  # fmt: skip
PYTHON2_ATTRIBUTES = frozenset({"decode", "message", "has_key", "iterkeys", "itervalues", "func_name"})


def _array_of_one(value: object) -> object | None:
    """The element of an array (not 0-d) of one element, as a scalar; None for anything else."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray) and value.size == 1:
        return value.reshape(())[()]
    return None


def _number(kind: type):
    def convert(value):
        try:
            return kind(value)
        except TypeError:
            element = _array_of_one(value)
            if element is None:
                raise
            return kind(element)

    return convert


def type_(value: object) -> type:
    """`type(value)`: a graph's tensors are of the class `tf.Tensor` itself, where today's are of one made from it."""
    kind = type(value)
    if kind.__name__ == "SymbolicTensor" and kind.__module__.startswith("tensorflow."):
        return next(base for base in kind.__mro__ if base.__name__ == "Tensor")
    return kind


def format_(template: str, values: object) -> str:
    """`template % values`, an array of one element counting as a number."""
    try:
        return template % values
    except TypeError:
        parts = values if isinstance(values, tuple) else (values,)
        elements = [_array_of_one(part) for part in parts]
        if all(element is None for element in elements):
            raise
        # %s shows an array as it is, so only what the template cannot take otherwise is replaced
        return _formatted(template, parts, elements)


def _formatted(template: str, parts: tuple, elements: list) -> str:
    kinds = re.findall(r"%[#0\- +]*(?:\d+|\*)?(?:\.\d+)?([a-zA-Z%])", template)
    kinds = [kind for kind in kinds if kind != "%"]
    if len(kinds) != len(parts):
        return template % parts
    return template % tuple(part if element is None or kind in "sra" else element for part, element, kind in zip(parts, elements, kinds))


def divide(a: object, b: object) -> object:
    """Python 2's `/`: on whole numbers it rounds down."""
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    for value, method, other in ((a, "__div__", b), (b, "__rdiv__", a)):
        found = getattr(type(value), method, None)
        if found is not None:
            result = found(value, other)
            if result is not NotImplemented:
                return result
    if _whole(a) and _whole(b):
        return a // b
    return arithmetic.BINARY["Div"][1](a, b)


def _whole(value: object) -> bool:
    return isinstance(value, int) or getattr(getattr(value, "dtype", None), "kind", "") in ("i", "u", "b")


def store(target: object, index: object, value: object) -> bool:
    """`target[index] = value` where the place is for one number and the value is an array of one, or where whole numbers are
    out of the array's range and wrap around; False if it is neither."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(target, numpy.ndarray) or target.dtype == object:
        return False
    if target.dtype.kind in "iu" and isinstance(sys.exc_info()[1], OverflowError):
        whole = numpy.asarray(value)
        if whole.dtype.kind not in "iu":
            return False
        target[index] = whole.astype(target.dtype)
        return True
    element = _array_of_one(value)
    if element is None:
        return False
    target[index] = element
    return True


def index(value: object) -> object:
    """A whole number from an array of one (a count read from a file's header, say), which until NumPy 1.12 was one; else the value."""
    element = _array_of_one(value)
    return int(element) if element is not None and element.dtype.kind in "iu" else value


def integer(kind: object, value: object) -> object:
    """`kind(value)`; where `kind` is one of NumPy's whole numbers, a number it has no room for wraps around."""
    try:
        return kind(value)
    except OverflowError:
        numpy = sys.modules.get("numpy")
        if numpy is None or not isinstance(kind, type) or not issubclass(kind, numpy.integer) or not isinstance(value, int):
            raise
        return numpy.asarray(value).astype(kind)[()]


def absent(name: str) -> None:
    """Raises ModuleNotFoundError for a module of Python 2's that Python 3 has not, as its import would."""
    from graphnotes.companions.python2 import exists

    if not exists(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def attribute(value: object, name: str) -> object:
    """`value.name`, or what it was before it was removed.

    Raises:
        AttributeError: Python's own, if there never was such an attribute.
    """
    try:
        found = getattr(value, name)
    except AttributeError:
        for kinds, bound in _restored(name):
            if isinstance(value, tuple(filter(None, map(_class, kinds)))):
                return bound(value)
        raise
    if name == "gca":
        return _gca(value, found)
    return found


def _class(spelled: str) -> type | None:
    """The class "module:name", if its module is loaded (nothing is an instance of a class nobody imported)."""
    module, _, name = spelled.partition(":")
    try:
        return functools.reduce(getattr, name.split("."), sys.modules[module])
    except (KeyError, AttributeError):
        return None


_ARRAY = ("numpy:ndarray", "numpy:generic")
_MODULE = ("types:ModuleType",)
_AXES = ("matplotlib.axes:Axes",)
_TEST = ("unittest:TestCase",)
_FRAME = ("pandas:DataFrame", "pandas:Series")


def _restored(name: str) -> list[tuple[tuple[str, ...], object]]:
    """[(classes, object -> the attribute it had)] for an attribute name."""
    return {
        "tostring": [(_ARRAY, lambda a: a.tobytes), (("array:array",), lambda a: a.tobytes)],
        "fromstring": [(("array:array",), lambda a: a.frombytes)],
        "itemset": [(("numpy:ndarray",), _itemset)],
        "newbyteorder": [(_ARRAY, lambda a: lambda order="S": a.view(a.dtype.newbyteorder(order)))],
        "ptp": [(_ARRAY, lambda a: functools.partial(importlib.import_module("numpy").ptp, a))],
        "set_window_title": [(("matplotlib.backend_bases:FigureCanvasBase",), lambda c: lambda title: c.manager and c.manager.set_window_title(title))],
        "w_xaxis": [(_AXES, lambda a: a.xaxis)],
        "w_yaxis": [(_AXES, lambda a: a.yaxis)],
        "w_zaxis": [(_AXES, lambda a: a.zaxis)],
        "hold": [(_AXES, lambda a: lambda b=None: None)],
        "set_axis_bgcolor": [(_AXES, lambda a: a.set_facecolor)],
        "set_color_cycle": [(_AXES, lambda a: lambda colors: a.set_prop_cycle(color=colors))],
        "remove": [(("matplotlib.axes._base:_AxesBase.ArtistList",), lambda a: lambda artist: artist.remove())],
        "getsize": [(("PIL.ImageFont:ImageFont", "PIL.ImageFont:FreeTypeFont"), lambda f: lambda text, *more: f.getbbox(text, *more)[2:])],
        "textsize": [(("PIL.ImageDraw:ImageDraw",), lambda d: lambda text, font=None: d.textbbox((0, 0), text, font)[2:])],
        "isAlive": [(("threading:Thread",), lambda t: t.is_alive)],
        "getchildren": [(("xml.etree.ElementTree:Element",), lambda e: lambda: list(e))],
        "getiterator": [(("xml.etree.ElementTree:Element", "xml.etree.ElementTree:ElementTree"), lambda e: e.iter)],
        "setdefaultencoding": [(_MODULE, lambda m: lambda encoding: None)],
        "assertItemsEqual": [(_TEST, lambda t: t.assertCountEqual)],
        "assertEquals": [(_TEST, lambda t: t.assertEqual)],
        "assertNotEquals": [(_TEST, lambda t: t.assertNotEqual)],
        "assert_": [(_TEST, lambda t: t.assertTrue)],
        "assertAlmostEquals": [(_TEST, lambda t: t.assertAlmostEqual)],
        "assertRegexpMatches": [(_TEST, lambda t: t.assertRegex)],
        "assertRaisesRegexp": [(_TEST, lambda t: t.assertRaisesRegex)],
        "decode": [(("builtins:str",), lambda s: functools.partial(_decode, s))],
        "message": [(("builtins:BaseException",), lambda e: str(e.args[0]) if len(e.args) == 1 else "")],
        "has_key": [(("builtins:dict",), lambda d: d.__contains__)],
        "iteritems": [(("builtins:dict", *_FRAME), lambda d: lambda: iter(d.items()))],
        "append": [(_FRAME, lambda f: functools.partial(_append, f))],
        "as_matrix": [(_FRAME, lambda f: lambda columns=None: (f if columns is None else f[columns]).values)],
        "ix": [(_FRAME, lambda f: f.loc)],
        "iterkeys": [(("builtins:dict",), lambda d: lambda: iter(d))],
        "itervalues": [(("builtins:dict",), lambda d: lambda: iter(d.values()))],
        "func_name": [(("types:FunctionType",), lambda f: f.__name__)],
    }.get(name, [])


def _itemset(array):
    def itemset(*args):
        """Sets one element, by its flat or full index."""
        *index, value = args
        if len(index) == 1 and not isinstance(index[0], tuple):
            array.flat[index[0]] = value
        else:
            array[index[0] if len(index) == 1 else tuple(index)] = value

    return itemset


def _append(frame, other, ignore_index=False, **ignored):
    """pandas' `append`: the rows of both, as a new frame or series."""
    pandas = sys.modules["pandas"]
    if isinstance(other, dict):
        other = pandas.Series(other)
    if isinstance(other, pandas.Series) and isinstance(frame, pandas.DataFrame):
        other = other.to_frame().T
    others = other if isinstance(other, (list, tuple)) else [other]
    return pandas.concat([frame, *others], ignore_index=ignore_index)


def _gca(figure, found):
    """Matplotlib's `Figure.gca`, which took the properties of the axes to make."""

    def gca(**properties):
        return figure.add_subplot(**properties) if properties else found()

    return gca


def _decode(text, encoding="utf-8", errors="strict"):
    """Python 2's `str.decode`: text is text already; the codecs from bytes to bytes work."""
    if encoding.replace("-", "_").lower() in ("hex", "base64", "zlib", "bz2", "rot13", "rot_13", "quopri", "uu"):
        raw = text if "rot" in encoding else text.encode("latin-1")
        result = codecs.decode(raw, encoding.replace("-", "_"))
        return result if isinstance(result, str) else result.decode("latin-1")
    return text


def cmp(a, b):
    """-1, 0 or 1."""
    return (a > b) - (a < b)


def execfile(path, globals=None, locals=None):
    """Runs a file in the given scope (the caller's)."""
    frame = sys._getframe(1)
    scope = frame.f_globals if globals is None else globals
    with open(path, "rb") as file:
        code = compile(file.read(), os.fspath(path), "exec", dont_inherit=True)
    exec(code, scope, frame.f_locals if globals is None else locals)  # noqa: S102 - what execfile is


def apply(function, args=(), kwargs=None):
    """`function(*args, **kwargs)`."""
    return function(*args, **(kwargs or {}))


def coerce(x, y):
    """Two numbers as of their common type."""
    kind = type(x + y)
    return kind(x), kind(y)


# Python 2's built-in -> the name it stands under in a legacy module's built-ins
PYTHON2_BUILTINS = {
    name: f"__graphnotes_{name}__"
    for name in (
        "xrange", "raw_input", "unicode", "long", "basestring", "unichr", "reduce", "reload", "intern", "cmp", "execfile", "apply", "coerce",
        "file", "buffer", "StandardError",
    )
}  # fmt: skip


def helpers() -> dict[str, object]:
    """Everything a legacy module's built-ins hold besides Python's own."""
    gone = {
        "xrange": range, "raw_input": input, "unicode": str, "long": int, "basestring": (str, bytes), "unichr": chr, "reduce": functools.reduce,
        "reload": importlib.reload, "intern": sys.intern, "cmp": cmp, "execfile": execfile, "apply": apply, "coerce": coerce, "file": open,
        "buffer": memoryview, "StandardError": Exception,
    }  # fmt: skip
    return {
        **dict(arithmetic.BINARY.values()),
        **dict(arithmetic.IN_PLACE.values()),
        **{under: _number(getattr(builtins, kind)) for kind, under in NUMBERS.items()},
        TYPE: type_, FORMAT: format_, DIVIDE: divide, STORE: store, INDEX: index, INTEGER: integer, ATTRIBUTE: attribute, ABSENT: absent,
        **{PYTHON2_BUILTINS[name]: value for name, value in gone.items()},
    }  # fmt: skip
