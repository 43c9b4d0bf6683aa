"""Why a symbol is not in the TensorFlow 1.15 facade, and what to use instead."""

from __future__ import annotations

import difflib
import functools

from graphnotes.longtail import install
from graphnotes.tf1 import api

# modules of contrib that wrap ops which were compiled libraries of TensorFlow 1.15's contrib, and what to use instead: their Python alone does nothing
COMPILED = {
    "bigtable": "read the table with the package google-cloud-bigtable, and feed it through tf.data.Dataset.from_generator",
    "ffmpeg": "tf.audio.decode_wav reads WAV files; convert others with ffmpeg first",
    "fused_conv": "write tf.nn.conv2d, tf.nn.bias_add and the activation one after the other",
    "hadoop": "the package tensorflow-io reads Hadoop's sequence files",
    "ignite": "the package tensorflow-io reads from Ignite",
    "kafka": "the package tensorflow-io reads from Kafka",
    "kinesis": "the package tensorflow-io reads from Kinesis",
    "libsvm": "sklearn.datasets.load_svmlight_file reads the files",
    "memory_stats": "tf.config.experimental.get_memory_info('GPU:0') of TensorFlow 2 tells a GPU's memory; a CPU's was never told",
    "nearest_neighbor": "tf.nn.top_k of the distances finds the nearest",
    "periodic_resample": "tf.depth_to_space and tf.reshape rearrange channels",
    "reduce_slice_ops": "tf.math.unsorted_segment_sum and its like reduce rows by group",
}
_COMPILED_OPS = {
    "AdjustHsvInYiq": "tf.image.adjust_hue and tf.image.adjust_saturation change hue and saturation",
    "BytesInUse": COMPILED["memory_stats"],
    "BytesLimit": COMPILED["memory_stats"],
    "DecodeAudio": COMPILED["ffmpeg"],
    "DecodeAudioV2": COMPILED["ffmpeg"],
    "DecodeLibsvm": COMPILED["libsvm"],
    "DecodeVideo": COMPILED["ffmpeg"],
    "EncodeAudio": COMPILED["ffmpeg"],
    "EncodeAudioV2": COMPILED["ffmpeg"],
    "FusedConv2DBiasActivation": COMPILED["fused_conv"],
    "MaxBytesInUse": COMPILED["memory_stats"],
    "PeriodicResample": COMPILED["periodic_resample"],
}
# modules that 1.15's contrib had without showing them as attributes, and those that had left it before
_UNSHOWN = ("all_reduce", "boosted_trees", "hooks", "meta_graph_transform", "session_bundle", "tensorrt", "text")
_LEFT = {
    "kfac": "the package kfac has it",
    "linalg": "tf.linalg has its operators",
    "nccl": "tf.distribute.NcclAllReduce of TensorFlow 1.15 sums over GPUs",
}
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
        return f"{COMPILED_REASON}; {COMPILED[module]}"
    if "python" in inside and api.is_namespace(f"contrib.{module}") and not install.installed():
        return "a private module's name, which the long tail of tf.contrib may have; `graphnotes contrib install` fetches it"
    if module in _LEFT:
        return f"it had left contrib before TensorFlow 1.15; {_LEFT[module]}"
    if module == "boosted_trees" and inside[:1] != ["python"]:  # 1.15's wheel had left out its estimators
        return BOOSTED_TREES_REASON
    if api.had(symbol) or api.is_namespace(symbol) or (module in _UNSHOWN and not install.installed()):
        return "it belongs to the long tail of tf.contrib; `graphnotes contrib install` fetches it"
    return "TensorFlow 1.15 had no such contrib symbol"


def _in_tensorflow_2(symbol: str) -> bool:
    import tensorflow.compat.v2 as tf2

    try:
        functools.reduce(getattr, symbol.split("."), tf2)
    except (AttributeError, ImportError):
        return False
    return True


def compiled_op(op_type: str) -> str:
    """The sentence for an op that no library here has: the reason, then the way out where there is one."""
    reason = f"the op {op_type!r} is compiled code of TensorFlow 1.15's contrib, which today's TensorFlow does not have"
    instead = _COMPILED_OPS.get(op_type)
    return reason if instead is None else f"{reason}; {instead}"
