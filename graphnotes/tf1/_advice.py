"""Why a symbol is not in the TensorFlow 1.15 facade, and what to use instead."""

from __future__ import annotations

import difflib
import functools

from graphnotes.longtail import install
from graphnotes.tf1 import api

# modules of contrib that wrap ops which were compiled libraries of TensorFlow 1.15's contrib: their Python alone does nothing
COMPILED = (
    "bigtable", "ffmpeg", "fused_conv", "hadoop", "ignite", "kafka", "kinesis", "libsvm", "memory_stats", "nearest_neighbor",
    "periodic_resample", "reduce_slice_ops",
)  # fmt: skip
COMPILED_REASON = "its ops were compiled code of TensorFlow 1.15's contrib, which today's TensorFlow does not have"
BOOSTED_TREES_REASON = "the ops that train boosted trees left TensorFlow; TensorFlow Decision Forests trains such models today"


def advice(symbol: str) -> str:
    """One clause for the error about `tf.<symbol>`: the reason, then the way out."""
    if symbol.startswith("contrib"):
        return _contrib(symbol)
    if symbol.startswith("estimator.BoostedTrees"):
        return BOOSTED_TREES_REASON
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
    _, module, *inside = symbol.split(".")
    if module in COMPILED:
        return COMPILED_REASON
    if "python" in inside and api.is_namespace(f"contrib.{module}") and not install.installed():
        return "a private module's name, which the long tail of tf.contrib may have; `graphnotes contrib install` fetches it"
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
