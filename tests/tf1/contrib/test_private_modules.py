"""Every private module of contrib that 1.15.5 had leads to the names graphnotes has itself."""

import functools
import importlib

import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1 import api, facade


@pytest.mark.slow
def test_private_modules_hold_the_public_objects():
    wrong = []
    for path in sorted(api._private()):
        if not path.startswith("contrib."):
            continue
        for name, home in api.private(path).items():
            public, _, short = home[3:].rpartition(".")
            if facade.overridden(public, short) and home != "tf.contrib.tpu.core":  # today's TensorFlow lost that one
                shown = getattr(facade.namespace(path), name)
                if shown is not functools.reduce(getattr, home[3:].split("."), tf):
                    wrong.append((path, name))
    assert not wrong


@pytest.mark.parametrize(
    "path, name, public",
    [
        ("opt.python.training.external_optimizer", "ScipyOptimizerInterface", "opt"),
        ("framework.python.framework.tensor_util", "with_shape", "framework"),
        ("framework.python.framework.checkpoint_utils", "list_variables", "framework"),
        ("metrics.python.ops.metric_ops", "streaming_auc", "metrics"),
        ("data.python.ops.batching", "map_and_batch", "data"),
        ("tpu.python.tpu.tpu_config", "TPUConfig", "tpu"),
        ("lookup.lookup_ops", "index_table_from_tensor", "lookup"),
        ("distributions.python.ops.mvn_diag", "MultivariateNormalDiag", "distributions"),
        ("learn.python.learn.learn_io.numpy_io", "numpy_input_fn", "learn.io"),
    ],
)
def test_a_module_public_code_imports(path, name, public):
    private = importlib.import_module(f"graphnotes.tf1.contrib.{path}")
    assert getattr(private, name) is getattr(importlib.import_module(f"graphnotes.tf1.contrib.{public}"), name)


def test_parts_of_attention_mechanisms():
    from graphnotes.tf1.contrib.seq2seq.python.ops import attention_wrapper as aw

    assert issubclass(tf.contrib.seq2seq.BahdanauAttention, aw._BaseAttentionMechanism)
    with tf.Graph().as_default(), tf.Session() as session:
        keys, query, v = tf.constant([[[0.5, -0.5], [1.0, 2.0]]]), tf.constant([[0.25, 0.5]]), tf.constant([1.0, 2.0])
        plain = aw._bahdanau_score(query, keys, v)
        normed = aw._bahdanau_score(query, keys, v, tf.constant(2.0), tf.constant([0.1, 0.2]))
        masked = aw._maybe_mask_score(plain, tf.constant([1]), score_mask_value=float("-inf"))
        scores = session.run([plain, normed, masked, aw._luong_score(query, keys, 2.0)])
    expected = [[[0.635149, 2.821511]], [[0.971187, 2.554545]], [[0.635149, float("-inf")]], [[-0.25, 2.5]]]
    for score, value in zip(scores, expected):
        assert score.tolist()[0] == pytest.approx(value[0], abs=1e-5)
