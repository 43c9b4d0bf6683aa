"""A symbol of contrib that is not here: the error names it, says why, and what to use."""

import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1._advice import advice, compiled_op


@pytest.mark.parametrize(
    "symbol, reason, instead",
    [
        ("memory_stats.BytesInUse", "compiled code of TensorFlow 1.15's contrib", "get_memory_info"),
        ("ffmpeg.decode_audio", "compiled code", "tf.audio.decode_wav"),
        ("kafka", "compiled code", "tensorflow-io"),
        ("nccl.all_sum", "left contrib before TensorFlow 1.15", "tf.distribute.NcclAllReduce"),
        ("kfac", "left contrib before TensorFlow 1.15", "the package kfac"),
    ],
)
def test_the_error_says_why_and_what_to_use(symbol, reason, instead):
    clause = advice(f"contrib.{symbol}")
    assert reason in clause and instead in clause


def test_a_module_that_1_15_did_not_show_names_the_command(monkeypatch, tmp_path):
    monkeypatch.setenv("GRAPHNOTES_CACHE", str(tmp_path))
    assert "`graphnotes contrib install`" in advice("contrib.session_bundle")


def test_what_contrib_never_had_says_so():
    with pytest.raises(AttributeError, match=r"'contrib\.nosuch': TensorFlow 1\.15 had no such contrib symbol"):
        tf.contrib.nosuch  # noqa: B018


def test_an_op_that_is_gone_says_what_to_use():
    assert "'BytesInUse' is compiled code" in compiled_op("BytesInUse") and "get_memory_info" in compiled_op("BytesInUse")
    assert compiled_op("NoSuchOp").endswith("today's TensorFlow does not have")
