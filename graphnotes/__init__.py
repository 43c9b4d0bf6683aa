"""Run TensorFlow 1 code unchanged on today's TensorFlow, and move it to TensorFlow 2 with proof.

Importing this package imports no TensorFlow and changes nothing in the process.
"""

__version__ = "0.1.0"

# public name -> the module it comes from, imported when the name is first used
_PUBLIC = {
    "bias_variable": "graphnotes.graphs",
    "conv2d": "graphnotes.graphs",
    "load_ipython_extension": "graphnotes.notebook.shell",
    "legacy_graphs": "graphnotes.tf1._mode",
    "max_pool_2x2": "graphnotes.graphs",
    "weight_variable": "graphnotes.graphs",
}


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
