"""tf.keras.utils as of TensorFlow 1.15."""

from __future__ import annotations

import os
from typing import ClassVar

import numpy as np

from graphnotes.tf1._unsupported import unsupported

__all__ = [
    "HDF5Matrix",
    "convert_all_kernels_in_model",
    "deserialize_keras_object",
    "multi_gpu_model",
    "serialize_keras_object",
]

multi_gpu_model = unsupported(
    "keras.utils.multi_gpu_model", "it left Keras; build the model in the scope of tf.distribute.MirroredStrategy()"
)


def serialize_keras_object(instance):
    """A function's name, or {"class_name", "config"} of an object (tf.keras.utils.serialize_keras_object)."""
    from tf_keras.src.saving.legacy import serialization

    return serialization.serialize_keras_object(instance)


def deserialize_keras_object(
    identifier, module_objects=None, custom_objects=None, printable_module_name: str = "object"
):
    """The object that `serialize_keras_object` described; ValueError for an unknown class or function."""
    from tf_keras.src.saving.legacy import serialization

    return serialization.deserialize_keras_object(identifier, module_objects, custom_objects, printable_module_name)


def convert_all_kernels_in_model(model) -> None:
    """Flip every convolution kernel of `model` in space, as Theano's convolutions need them (in place)."""
    from tf_keras.src import backend
    from tf_keras.src.utils import conv_utils

    for layer in model.layers:
        if layer.__class__.__name__ in {"Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose"}:
            backend.set_value(layer.kernel, conv_utils.convert_kernel(backend.get_value(layer.kernel)))


class HDF5Matrix:
    """A slice of a data set in an HDF5 file that can be used in place of a NumPy array (tf.keras.utils.HDF5Matrix).

    Args:
        datapath: the file.
        dataset: the name of the data set in it.
        start, end: the rows that are used; all by default.
        normalizer: called with what was read, before it is returned.
    """

    refs: ClassVar[dict] = {}  # the files that are open, by path

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None) -> None:
        import h5py

        path = os.path.abspath(datapath)
        if path not in self.refs:
            self.refs[path] = h5py.File(path, "r")
        self.data = self.refs[path][dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, key):
        if isinstance(key, slice):
            first, last, step = key.indices(len(self))
            rows = self.data[self.start + first : self.start + last : step]
        elif isinstance(key, (int, np.integer)):
            if not -len(self) <= key < len(self):
                raise IndexError(f"row {key} of {len(self)}")
            rows = self.data[self.start + int(key) % len(self)]
        elif isinstance(key, (list, np.ndarray)):
            wanted = np.asarray(key)
            if wanted.size and (wanted.min() < 0 or wanted.max() >= len(self)):
                raise IndexError(f"rows {wanted.min()} to {wanted.max()} of {len(self)}")
            increasing, back = np.unique(wanted, return_inverse=True)
            rows = self.data[(increasing + self.start).tolist()][back]
        else:
            raise IndexError(f"rows are given as int, slice, list or array, not {type(key).__name__}")
        return rows if self.normalizer is None else self.normalizer(rows)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self), *self.data.shape[1:])

    @property
    def dtype(self):
        return self.data.dtype

    @property
    def ndim(self) -> int:
        return self.data.ndim

    @property
    def size(self) -> int:
        return int(np.prod(self.shape))
