"""What differs from `tf.compat.v1.test` in TensorFlow 1.15."""

from __future__ import annotations

import tensorflow as tf

__all__ = ["is_built_with_cuda"]


def is_built_with_cuda() -> bool:
    """Whether kernels for a GPU are there and a GPU to run them.

    1.15 had one wheel for machines with a GPU and one for those without, which answered so; today's one wheel has them everywhere,
    and programs that ask go on to place their nodes on `/gpu:0`.
    """
    return tf.test.is_built_with_cuda() and bool(tf.config.list_physical_devices("GPU"))
