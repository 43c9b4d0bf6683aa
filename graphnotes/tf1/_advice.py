"""Why a symbol is not in the TensorFlow 1.15 facade, and what to use instead."""

from __future__ import annotations

import difflib
import functools

from graphnotes.tf1 import api


def advice(symbol: str) -> str:
    """One clause for the error about `tf.<symbol>`: the reason, then the way out."""
    if symbol.startswith("contrib"):
        return _contrib(symbol)
    if symbol.startswith("estimator") and api.had(symbol):
        return "estimators left TensorFlow; `pip install graphnotes[estimator]` brings the last released ones"
    if symbol.split(".")[0] in ("python", "core", "compiler"):
        return "it is a private module that today's TensorFlow no longer has, and graphnotes has no equivalent yet"
    if api.had(symbol):
        return "TensorFlow 1.15 had it, but today's TensorFlow lost it and graphnotes has not rebuilt it yet"
    if _in_tensorflow_2(symbol):
        return "TensorFlow 1.15 had no such symbol (it came with TensorFlow 2); a TF2 program runs with `graphnotes run --era 2.0`"
    path, _, name = symbol.rpartition(".")
    near = difflib.get_close_matches(name, api.names(path) or (), n=1, cutoff=0.75)
    hint = f"; did you mean tf.{path + '.' if path else ''}{near[0]}?" if near else ""
    return f"TensorFlow 1.15 had no such symbol{hint}"


def _contrib(symbol: str) -> str:
    if api.had(symbol) or api.is_namespace(symbol):
        return "it belongs to the long tail of tf.contrib; `graphnotes contrib install` fetches it"
    return "TensorFlow 1.15 had no such contrib symbol"


def _in_tensorflow_2(symbol: str) -> bool:
    import tensorflow.compat.v2 as tf2

    try:
        functools.reduce(getattr, symbol.split("."), tf2)
    except (AttributeError, ImportError):
        return False
    return True
