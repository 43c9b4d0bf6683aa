"""What differs from `tf.compat.v1.config` in TensorFlow 1.15."""

from __future__ import annotations

__all__ = ["experimental_list_devices"]


def experimental_list_devices() -> list[str]:
    """Names of the devices that can be used, "/job:localhost/replica:0/task:0/device:CPU:0" and so on (tf.config.experimental_list_devices)."""
    from tensorflow.python.eager import context

    return context.context().devices()
