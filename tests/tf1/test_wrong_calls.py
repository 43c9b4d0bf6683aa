"""A call with a missing or unknown argument is told which, as Python and TensorFlow 1.15 tell it."""

import pytest

import graphnotes.tf1 as tf


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: tf.concat([[1.0]]), "'axis'"),
        (lambda: tf.nn.conv2d(), "input"),
        (lambda: tf.nn.bias_add([1.0]), "'bias'"),
        (lambda: tf.nn.batch_normalization([1.0]), "variance_epsilon"),
        (lambda: tf.reduce_sum(), "input_tensor"),
        (lambda: tf.reshape([1.0]), "'shape'"),
        (lambda: tf.clip_by_value([1.0]), "clip_value_min"),
        (lambda: tf.nn.moments([1.0], [0], foo=3), "'foo'"),
        (lambda: tf.nn.softmax(), "logits"),
    ],
)
def test_the_argument_is_named(call, named):
    with tf.Graph().as_default(), pytest.raises(TypeError, match=named):
        call()


def test_what_tensorflow_2_code_is_told_stays(monkeypatch):
    from graphnotes.tf1 import _mode

    wrong_call = tf.nn.bias_add
    monkeypatch.setattr(_mode, "active", lambda: False)
    with pytest.raises(TypeError, match="Missing required positional argument"):
        wrong_call([1.0])


def test_other_types_are_still_dispatched():
    with tf.Graph().as_default(), tf.Session() as session:
        ragged = tf.ragged.constant([[1.0], [2.0, 3.0]])
        assert session.run(tf.reduce_sum(ragged, axis=1)).tolist() == [1.0, 5.0]
        assert session.run(tf.concat([ragged, ragged], axis=1)).to_list() == [[1.0, 1.0], [2.0, 3.0, 2.0, 3.0]]
