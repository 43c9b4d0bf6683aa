"""What left with Keras 1: `keras.initializations`, the regularizers' names of then, the layer `Merge`.

Source: Keras 1.2.2's documentation and its notes on the change to Keras 2.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

import numpy as np


def _keras(path: str):
    return importlib.import_module(f"tf_keras.{path}")


def _fans(shape, dim_ordering: str) -> tuple[float, float]:
    """How many inputs a unit of a weight tensor has, and how many it feeds."""
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) not in (4, 5):
        return np.sqrt(np.prod(shape)), np.sqrt(np.prod(shape))
    if dim_ordering not in ("th", "tf"):
        raise ValueError(f"Invalid dim_ordering: {dim_ordering!r}, it is 'th' or 'tf'")
    ins, outs, field = (shape[1], shape[0], shape[2:]) if dim_ordering == "th" else (shape[-2], shape[-1], shape[:-2])
    return ins * np.prod(field), outs * np.prod(field)


def uniform(shape, scale=0.05, name=None, dim_ordering="th"):
    """A variable drawn from [-scale, scale)."""
    return _keras("backend").random_uniform_variable(shape, -scale, scale, name=name)


def normal(shape, scale=0.05, name=None, dim_ordering="th"):
    """A variable drawn from the normal distribution with standard deviation `scale`."""
    return _keras("backend").random_normal_variable(shape, 0.0, scale, name=name)


def _scaled(name: str, draw: Callable, scale: Callable[[float, float], float]) -> Callable:
    def make(shape, name=None, dim_ordering="th"):
        return draw(shape, float(scale(*_fans(shape, dim_ordering))), name=name)

    make.__name__, make.__doc__ = name, f"A variable of Keras's initialisation `{name}`."
    return make


def orthogonal(shape, scale=1.1, name=None, dim_ordering="th"):
    """A variable whose rows or columns are orthogonal, times `scale`."""
    flat = (shape[0], int(np.prod(shape[1:])))
    u, _, v = np.linalg.svd(np.random.normal(0.0, 1.0, flat), full_matrices=False)
    q = (u if u.shape == flat else v).reshape(shape)
    return _keras("backend").variable(scale * q, name=name)


def identity(shape, scale=1, name=None, dim_ordering="th"):
    """A variable holding `scale` times the identity matrix."""
    if len(shape) != 2 or shape[0] != shape[1]:
        raise ValueError(f"Identity matrix initialization can only be used for 2D square matrices, not for shape {tuple(shape)}.")
    return _keras("backend").variable(scale * np.identity(shape[0]), name=name)


def zero(shape, name=None, dim_ordering="th"):
    """A variable of zeros."""
    return _keras("backend").zeros(shape, name=name)


def one(shape, name=None, dim_ordering="th"):
    """A variable of ones."""
    return _keras("backend").ones(shape, name=name)


def get(identifier, **kwargs):
    """The initialisation of a name, or the function given."""
    if callable(identifier):
        return identifier
    if identifier not in INITIALIZATIONS:
        raise ValueError(f"Invalid initialization: {identifier}")
    return INITIALIZATIONS[identifier]


INITIALIZATIONS: dict[str, object] = {
    "uniform": uniform, "normal": normal, "orthogonal": orthogonal, "identity": identity, "zero": zero, "one": one, "get": get, "get_fans": _fans,
    "lecun_uniform": _scaled("lecun_uniform", uniform, lambda ins, outs: np.sqrt(3 / ins)),
    "glorot_normal": _scaled("glorot_normal", normal, lambda ins, outs: np.sqrt(2 / (ins + outs))),
    "glorot_uniform": _scaled("glorot_uniform", uniform, lambda ins, outs: np.sqrt(6 / (ins + outs))),
    "he_normal": _scaled("he_normal", normal, lambda ins, outs: np.sqrt(2 / ins)),
    "he_uniform": _scaled("he_uniform", uniform, lambda ins, outs: np.sqrt(6 / ins)),
}  # fmt: skip

# Keras 1's names of initialisations that Keras 2 calls otherwise
_NOW = {"zero": "zeros", "one": "ones", "normal": "random_normal", "uniform": "random_uniform"}


def initializer(given):
    """What Keras 2 takes for an argument `init` of Keras 1: a name, an initializer, or a function of a shape that makes a variable."""
    if isinstance(given, str):
        return _NOW.get(given, given)
    if isinstance(given, type) or not callable(given) or isinstance(given, _keras("initializers").Initializer):
        return given

    def initial(shape, dtype=None, **ignored):
        made = given(tuple(shape))
        return getattr(made, "initial_value", made)

    return initial


def activity_l1(l=0.01):
    """Penalises a layer's output by the sum of its absolute values, times `l`."""
    return _keras("regularizers").l1(l)


def activity_l2(l=0.01):
    """Penalises a layer's output by the sum of its squares, times `l`."""
    return _keras("regularizers").l2(l)


def l1l2(l1=0.01, l2=0.01):
    """Keras 2's `l1_l2`."""
    return _keras("regularizers").l1_l2(l1, l2)


REGULARIZERS: dict[str, object] = {
    "activity_l1": activity_l1, "activity_l2": activity_l2, "activity_l1l2": l1l2, "l1l2": l1l2, "WeightRegularizer": l1l2, "ActivityRegularizer": l1l2,
}  # fmt: skip


def collect_trainable_weights(layer):
    """The variables of a layer or model that training changes."""
    return layer.trainable_weights


def merge_layer(merge: Callable) -> type:
    """Keras 1's layer `Merge`, over its function `merge`."""

    class Merge:
        """Combines the tensors it is called with: `Merge(mode="concat", concat_axis=1)([a, b])`."""

        def __init__(self, layers=None, mode="sum", concat_axis=-1, dot_axes=-1, name=None, **ignored):
            if layers:
                raise NotImplementedError(
                    "Merge(layers) in a Sequential left with Keras 1: build a Model, merge([a.output, b.output], mode=...) joins two branches"
                )
            self.mode, self.concat_axis, self.dot_axes, self.name = mode, concat_axis, dot_axes, name

        def __call__(self, inputs):
            if callable(self.mode):
                return _keras("layers").Lambda(self.mode, name=self.name)(inputs)
            return merge(inputs, self.mode, self.concat_axis, self.dot_axes, self.name)

    return Merge
