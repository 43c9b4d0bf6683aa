"""tf.keras.optimizers (and tf.optimizers) of TensorFlow 2.0: `Adam(lr=0.01)` has a learning rate of 0.01.

The classes are tf-keras' legacy ones, which are 2.0's: `lr=` and `decay=` count, `opt.lr = x` sets the rate, slots are
`get_slot`'s, checkpoints have 2.0's keys. tf-keras' newer classes ignore `lr=` with a log line.
"""

from __future__ import annotations

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "Adamax",
    "Ftrl",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "deserialize",
    "get",
    "serialize",
]

import warnings

from tf_keras import optimizers
from tf_keras.optimizers import legacy
from tf_keras.optimizers.legacy import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    Nadam,
    Optimizer,
    RMSprop,
)


class Ftrl(legacy.Ftrl):
    """FTRL-proximal, for which `lr=` counts too."""

    def __init__(self, learning_rate: float = 0.001, *args, lr: float | None = None, **kwargs) -> None:
        if lr is not None:
            warnings.warn(
                f"TensorFlow 2.0's Ftrl ignored lr= and trained with learning_rate={learning_rate}; here lr={lr} counts",
                stacklevel=2,
            )
            learning_rate = lr
        super().__init__(learning_rate, *args, **kwargs)


def get(identifier: object) -> Optimizer:
    """The optimizer for a name ("adam", "sgd", ...), a config dictionary, or an optimizer, which is returned as it is.

    Raises:
        ValueError: if there is no such optimizer.
    """
    return _adopt(optimizers.get(identifier, use_legacy_optimizer=True))


def deserialize(config: dict, custom_objects: dict | None = None) -> Optimizer:
    """The optimizer that `serialize` described."""
    legacy_format = "module" not in config
    return _adopt(
        optimizers.deserialize(config, custom_objects, use_legacy_format=legacy_format, use_legacy_optimizer=True)
    )


def _adopt(optimizer: Optimizer) -> Optimizer:
    if type(optimizer) is legacy.Ftrl:
        optimizer.__class__ = Ftrl
    return optimizer


def serialize(optimizer: Optimizer) -> dict:
    """{"class_name": ..., "config": ...} of an optimizer."""
    return optimizers.serialize(optimizer, use_legacy_format=True)
