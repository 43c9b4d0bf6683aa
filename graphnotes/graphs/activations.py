"""The notes' activation functions: with NumPy, with their derivatives (note two), and as TensorFlow ops (note one).

Functions take an array (or a number) and give an array of its shape. Integers and booleans are computed as float64;
floating point types are kept.

    activations.sigmoid(0.0)                      # NumPy: 0.5
    activations.ZOO["sigmoid"].derivative(0.0)    # 0.25
    activations.ZOO["sigmoid"].op(tensor)         # a node in the default graph
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from graphnotes.graphs.building import building

if TYPE_CHECKING:
    import tensorflow as tf

LEAK = 0.2  # slope of leaky_relu below 0: the default of tf.nn.leaky_relu


def _floating(x: ArrayLike) -> np.ndarray:
    x = np.asarray(x)
    return x if np.issubdtype(x.dtype, np.floating) else x.astype(np.float64)


def sigmoid(x: ArrayLike) -> np.ndarray:
    """1 / (1 + exp(-x)), in (0, 1). Source: note two."""
    with np.errstate(over="ignore"):  # exp(-x) = inf gives 0, which is right
        return 1 / (1 + np.exp(-_floating(x)))


def sigmoid_derivative(x: ArrayLike) -> np.ndarray:
    """sigmoid(x) (1 - sigmoid(x)). Source: note two."""
    return sigmoid(x) * (1 - sigmoid(x))


def tanh(x: ArrayLike) -> np.ndarray:
    """2 sigmoid(2x) - 1, in (-1, 1). Source: note two; near 0 `numpy.tanh` has more correct digits."""
    return 2 * sigmoid(2 * _floating(x)) - 1


def tanh_derivative(x: ArrayLike) -> np.ndarray:
    """1 - tanh(x)². Source: note two."""
    return 1 - tanh(x) ** 2


def relu(x: ArrayLike) -> np.ndarray:
    """max(x, 0). Source: note one."""
    return np.maximum(_floating(x), 0)


def relu_derivative(x: ArrayLike) -> np.ndarray:
    """0 below 0, 1 from 0 on. Source: note two; at 0 itself TensorFlow's gradient is 0."""
    x = _floating(x)
    d = np.array(x, copy=True)
    d[x < 0] = 0
    d[x >= 0] = 1
    return d


def leaky_relu(x: ArrayLike, p: float = LEAK) -> np.ndarray:
    """x from 0 on, p x below. Source: note two, tf.nn.leaky_relu."""
    x = _floating(x)
    return np.where(x < 0, x.dtype.type(p) * x, x)


def leaky_relu_derivative(x: ArrayLike, p: float = LEAK) -> np.ndarray:
    """1 from 0 on, p below. Source: note two; at 0 itself TensorFlow's gradient is p."""
    x = _floating(x)
    dx = np.ones_like(x)
    dx[x < 0] = p
    return dx


def relu6(x: ArrayLike) -> np.ndarray:
    """min(max(x, 0), 6). Source: note one."""
    return np.minimum(relu(x), 6)


def relu6_derivative(x: ArrayLike) -> np.ndarray:
    """1 strictly between 0 and 6, else 0, as TensorFlow's gradient."""
    x = _floating(x)
    return ((x > 0) & (x < 6)).astype(x.dtype)


def softplus(x: ArrayLike) -> np.ndarray:
    """log(exp(x) + 1), without overflow. Source: note one."""
    x = _floating(x)
    return np.logaddexp(x, x.dtype.type(0))


def softplus_derivative(x: ArrayLike) -> np.ndarray:
    """sigmoid(x)."""
    return sigmoid(x)


class Activation(NamedTuple):
    """One activation function: in NumPy, its derivative, and its name in `tf.nn`."""

    name: str
    """Also that of the op: `tf.nn.<name>`."""
    formula: str
    """As TeX, without the dollar signs."""
    function: Callable[..., np.ndarray]
    derivative: Callable[..., np.ndarray]

    def op(self, features: tf.Tensor, name: str | None = None) -> tf.Tensor:
        """Build the op on `features` in the current default graph; `name` is the node's.

        Raises:
            RuntimeError: the caller executes eagerly.
        """
        with building(f"activations.{self.name}") as tf:
            return getattr(tf.nn, self.name)(features, name=name)


ZOO = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", r"\dfrac{1}{1 + e^{-x}}", sigmoid, sigmoid_derivative),
        Activation("tanh", r"2\,\mathrm{sigmoid}(2x) - 1", tanh, tanh_derivative),
        Activation("relu", r"\max(x, 0)", relu, relu_derivative),
        Activation("leaky_relu", r"\max(x, p\,x)", leaky_relu, leaky_relu_derivative),
        Activation("relu6", r"\min(\max(x, 0), 6)", relu6, relu6_derivative),
        Activation("softplus", r"\ln(e^x + 1)", softplus, softplus_derivative),
    )
}
