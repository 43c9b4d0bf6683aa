"""Layers that merge need two inputs at least."""

from __future__ import annotations

from tensorflow.python.framework import tensor_shape

from graphnotes.tf1.rebuilt import rebuild


def _of_two_at_least(module: str, name: str) -> None:
    def build(instance, input_shape):
        kinds = list, tuple, tensor_shape.TensorShape
        if isinstance(input_shape, list) and isinstance(input_shape[0], kinds) and len(input_shape) < 2:
            raise ValueError(f"A merge layer should be called on a list of at least 2 inputs. Got {len(input_shape)} inputs.")
        return build.original(instance, input_shape)

    rebuild(f"tf_keras.src.layers.merging.{module}", f"{name}.build")(build)


_of_two_at_least("base_merge", "_Merge")
_of_two_at_least("concatenate", "Concatenate")
