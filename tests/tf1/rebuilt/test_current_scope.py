"""The collection that held the current variable scope before TensorFlow kept a store of it, as prettytensor enters scopes."""

import numbers

import numpy as np
import pytest
from graphnotes.tf1.python.ops import variable_scope

import graphnotes.tf1 as tf


def test_a_scope_is_entered_by_putting_it_in_the_collection():
    with tf.Graph().as_default():
        scopes = tf.get_collection_ref(variable_scope._VARSCOPE_KEY)
        before = scopes[0]
        assert list(scopes) == [before] and before is tf.get_variable_scope()
        scopes[0] = tf.VariableScope(before.reuse, name="layer")
        weights = tf.get_variable("weights", [2])
        scopes[0] = before
        assert weights.name == "layer/weights:0" and tf.get_variable("weights", [2]).name == "weights:0"
        with pytest.raises(IndexError):
            scopes[1] = before
        with pytest.raises(TypeError):
            scopes.append(before)
        tf.get_collection_ref("mine").append(1)
        assert tf.get_collection("mine") == [1], "other collections are the graph's"


def test_the_types_that_stand_for_numbers_and_text():
    assert tf.compat.integral_types == (numbers.Integral, np.integer) and tf.compat.bytes_or_text_types == (bytes, str)
    assert isinstance(np.float32(1), tf.compat.real_types) and isinstance(1j, tf.compat.complex_types)
