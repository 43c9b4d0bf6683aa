"""tf.distribute: strategies with the method names of TensorFlow 2.0."""

from __future__ import annotations

__all__ = ["MirroredStrategy", "OneDeviceStrategy"]

from collections.abc import Callable

import tensorflow as tf


class _Runs:
    def experimental_run_v2(self, fn: Callable, args: tuple = (), kwargs: dict | None = None) -> object:
        """Run `fn` on each replica; 2.2 renamed it to `run`."""
        return self.run(fn, args, kwargs)

    def experimental_make_numpy_dataset(self, numpy_input: object) -> tf.data.Dataset:
        """A dataset of the rows of arrays, for `experimental_distribute_dataset`."""
        return tf.data.Dataset.from_tensor_slices(numpy_input)


class MirroredStrategy(_Runs, tf.distribute.MirroredStrategy):
    """Synchronous training on several devices of one machine."""


class OneDeviceStrategy(_Runs, tf.distribute.OneDeviceStrategy):
    """Everything on one device."""
