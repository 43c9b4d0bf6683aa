"""The activation functions: NumPy, derivatives and ops agree with each other and with TensorFlow 1.15.5."""

import warnings

import numpy as np
import pytest
import tensorflow as tf

from graphnotes.graphs import activations
from tests.graphs.recorded import nodes, recorded

v1 = tf.compat.v1
FACTS = recorded("activations")
X = np.array(FACTS["x"], np.float32)
EVERY = pytest.mark.parametrize("name", activations.ZOO)


@EVERY
def test_the_op_is_the_notes(name):
    with tf.Graph().as_default() as graph, v1.Session() as sess:
        out = activations.ZOO[name].op(v1.constant(X))
        values = sess.run(out)
    assert [[n["name"], n["op"], [f"{i}:0" for i in n["input"]]] for n in nodes(graph)] == FACTS[name]["nodes"]
    np.testing.assert_allclose(values, FACTS[name]["values"], rtol=1e-6, atol=1e-7)  # 1.15 rounded small sigmoids so


@EVERY
def test_numpy_function_and_derivative_agree_with_tensorflows(name):
    activation = activations.ZOO[name]
    np.testing.assert_allclose(activation.function(X.astype("d")), FACTS[name]["values"], rtol=1e-4, atol=1e-7)
    away = X != 0  # at 0 note two's relu has slope 1, TensorFlow's 0: each as documented
    derivative, gradient = activation.derivative(X.astype("d")), np.array(FACTS[name]["gradients"])
    np.testing.assert_allclose(derivative[away], gradient[away], rtol=1e-3, atol=1e-6)


@EVERY
def test_the_derivative_is_the_slope(name):
    activation, h = activations.ZOO[name], 1e-6
    x = np.array([-7.3, -2.0, -0.4, 0.3, 1.7, 5.5, 7.1])
    slope = (activation.function(x + h) - activation.function(x - h)) / (2 * h)
    np.testing.assert_allclose(activation.derivative(x), slope, atol=1e-8)


@EVERY
def test_floats_keep_their_type_integers_and_numbers_become_float64(name):
    for function in (activations.ZOO[name].function, activations.ZOO[name].derivative):
        assert function(X).dtype == np.float32
        assert function([[-1, 2]]).dtype == np.float64
        assert np.shape(function(3)) == ()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert np.isfinite(function(np.array([-1e4, 1e4]))).all()


def test_note_twos_own_values():
    assert activations.relu_derivative([-1, 0, 3]).tolist() == [0, 1, 1]
    assert activations.leaky_relu_derivative([-1.0, 0.0, 3.0], 0.01).tolist() == [0.01, 1, 1]
    assert activations.sigmoid_derivative(0) == 0.25
    assert activations.tanh(0.5) == 2 * activations.sigmoid(1.0) - 1
