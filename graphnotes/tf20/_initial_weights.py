"""Unseeded Keras initializers that draw from TensorFlow's global seed.

TensorFlow 2.0 drew them with the stateful random ops, so `tf.random.set_seed` fixed a model's initial weights. tf-keras
draws with stateless ops from a Python random number instead. Once a program has set the seed through the TensorFlow 2.0
facade, tf-keras draws as 2.0 did; before that, and for seeded initializers (which draw the same in both), it is as it was.
"""

from __future__ import annotations

import functools
import inspect
import random
import threading

import tensorflow as tf
from tf_keras.src import backend

_lock = threading.Lock()
_installed = False


class _GlobalSeed:
    """Stands where tf-keras keeps the `random.Random` that unseeded initializers take a seed from."""

    def randint(self, low: int, high: int) -> _Unseeded:
        return _Unseeded(random.randint(low, high))


class _Unseeded(int):
    """The seed of an initializer that was given none."""


def follow_global_seed() -> None:
    """From now on, in this thread, new unseeded initializers draw from the seed given to `tf.random.set_seed`."""
    global _installed
    with _lock:
        if not _installed:
            for name in ("random_uniform", "random_normal", "truncated_normal"):
                _dispatch(name)
            _installed = True
    backend._SEED_GENERATOR.generator = _GlobalSeed()


def _dispatch(name: str) -> None:
    stateless = getattr(backend.RandomGenerator, name)
    stateful = {"random_uniform": tf.random.uniform, "random_normal": tf.random.normal}.get(name, tf.random.truncated_normal)
    parameters = inspect.signature(stateless)

    @functools.wraps(stateless)
    def draw(self, *args, **kwargs):
        self._maybe_init()
        if not isinstance(self._seed, _Unseeded):
            return stateless(self, *args, **kwargs)
        given = dict(parameters.bind(self, *args, **kwargs).arguments)
        del given["self"]
        given.pop("nonce", None)  # which partition of a variable this is; stateful ops differ in each call anyway
        given["dtype"] = given.get("dtype") or backend.floatx()
        return stateful(**given)

    setattr(backend.RandomGenerator, name, draw)
