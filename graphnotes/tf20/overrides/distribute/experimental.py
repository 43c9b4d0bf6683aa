"""tf.distribute.experimental: strategies with the method names of TensorFlow 2.0."""

from __future__ import annotations

__all__ = ["CentralStorageStrategy", "MultiWorkerMirroredStrategy"]

import tensorflow as tf

from graphnotes.tf20.overrides.distribute import _Runs


class CentralStorageStrategy(_Runs, tf.distribute.experimental.CentralStorageStrategy):
    """Variables on one device, computation on all of a machine's."""


class MultiWorkerMirroredStrategy(_Runs, tf.distribute.MultiWorkerMirroredStrategy):
    """Synchronous training on several machines."""
