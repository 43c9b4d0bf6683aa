"""tf.keras.models of TensorFlow 2.0: models that compile, save and print as they did then.

The classes are subclasses of tf-keras' own, and what they write opens in plain tf-keras. Models that come from elsewhere
(loaded, cloned, ready-made) are adopted: they get these methods too.
"""

from __future__ import annotations

__all__ = [
    "Model",
    "Sequential",
    "clone_model",
    "load_model",
    "model_from_config",
    "model_from_json",
    "save_model",
]

import functools
import os
import warnings
from collections.abc import Callable

import numpy as np
import tensorflow as tf
import tf_keras
from tf_keras.src import backend
from tf_keras.src.engine import functional
from tf_keras.src.engine.training import is_functional_model_init_params
from tf_keras.src.saving.legacy import save as _files

from graphnotes.tf20 import _summary
from graphnotes.tf20.overrides.keras import optimizers


class _Methods:
    """What a model does otherwise than tf-keras'."""

    @classmethod
    def from_config(cls, config: dict, custom_objects: dict | None = None) -> Model:
        """The model that `get_config` described, with new weights."""
        return adopt(super().from_config(config, custom_objects))

    def _get_optimizer(self, optimizer: object) -> object:
        return super()._get_optimizer(tf.nest.map_structure(optimizers.get, optimizer))

    def predict(self, x: object, batch_size: int | None = None, verbose: int = 0, *args, **kwargs) -> np.ndarray:
        """The outputs for the inputs `x`, batch by batch; silent unless `verbose`."""
        return super().predict(x, batch_size, verbose, *args, **kwargs)

    def summary(self, line_length: int | None = None, positions: list[float] | None = None, print_fn: Callable | None = None) -> None:
        """Print the layers, their output shapes and numbers of parameters, in the layout of TensorFlow 2.0."""
        _summary.print_summary(self, line_length, positions, print_fn)

    def save(
        self,
        filepath: str,
        overwrite: bool = True,
        include_optimizer: bool = True,
        save_format: str | None = None,
        signatures: object = None,
        options: object = None,
    ) -> None:
        """Save structure, weights and optimizer: HDF5 for a path ending in .h5, .hdf5 or .keras, else a SavedModel folder."""
        save_model(self, filepath, overwrite, include_optimizer, save_format, signatures, options)

    def save_weights(self, filepath: str, overwrite: bool = True, save_format: str | None = None) -> None:
        """Save the weights: HDF5 for a path ending in .h5, .hdf5 or .keras, else a TensorFlow checkpoint of that prefix."""
        _files.save_weights(self, filepath, overwrite, save_format)

    def load_weights(self, filepath: str, by_name: bool = False, skip_mismatch: bool = False) -> object:
        """Load what `save_weights` wrote. From a checkpoint, layers not built yet get their weights when they are built.

        Returns:
            The restore's status object for a checkpoint, None for HDF5.
        """
        return _files.load_weights(self, filepath, by_name, skip_mismatch)


class _OfSequential(_Methods):
    def predict_proba(self, x: object, batch_size: int = 32, verbose: int = 0) -> np.ndarray:
        """`predict`, with a warning where the outputs cannot be probabilities."""
        outputs = self.predict(x, batch_size, verbose)
        if outputs.min() < 0.0 or outputs.max() > 1.0:
            warnings.warn(
                "the outputs of predict_proba are not between 0 and 1, so they are not probabilities: does the model end in softmax or sigmoid?",
                stacklevel=2,
            )
        return outputs

    def predict_classes(self, x: object, batch_size: int = 32, verbose: int = 0) -> np.ndarray:
        """The class of each sample: the largest output, or for a single output whether it is above 0.5 (int32)."""
        outputs = self.predict(x, batch_size, verbose)
        if outputs.shape[-1] > 1:
            return outputs.argmax(axis=-1)
        return (outputs > 0.5).astype("int32")


class _ModelType(type(tf_keras.Model)):
    """Every Keras model is an instance of `Model`, also one that was not made through this facade."""

    def __instancecheck__(cls, instance: object) -> bool:
        return super().__instancecheck__(instance) or (cls is Model and isinstance(instance, tf_keras.Model))

    def __subclasscheck__(cls, subclass: type) -> bool:
        return super().__subclasscheck__(subclass) or (cls is Model and issubclass(subclass, tf_keras.Model))


class Model(_Methods, tf_keras.Model, metaclass=_ModelType):
    """tf.keras.Model: to be subclassed, or called with inputs and outputs for a functional model."""

    _keras_api_names = ("keras.Model", "keras.models.Model")

    def __new__(cls, *args, **kwargs):
        if cls is Model and is_functional_model_init_params(args, kwargs):
            return Functional(*args, **kwargs)
        return super().__new__(cls, *args, **kwargs)

    def __init__(self, *args, **kwargs):
        if is_functional_model_init_params(args, kwargs):  # a subclass that calls super().__init__(inputs, outputs)
            _make_functional(type(self))
            Functional.__init__(self, *args, **kwargs)
        else:
            super().__init__(*args, **kwargs)


class Functional(_Methods, functional.Functional):
    """What `Model(inputs, outputs)` makes."""

    def _init_set_name(self, name: str | None, zero_based: bool = True) -> None:
        if not name and type(self) is Functional:
            name = backend.unique_object_name("model", zero_based=zero_based)
        super()._init_set_name(name, zero_based)


class Sequential(_OfSequential, tf_keras.Sequential):
    """tf.keras.Sequential: a linear stack of layers."""

    _keras_api_names = ("keras.Sequential", "keras.models.Sequential")


def _make_functional(cls: type) -> None:
    """Put Functional in the place of Model among the bases of `cls`: only its __init__'s call shows that it is one."""
    for base in cls.__bases__:
        if base is not Model and issubclass(base, Model) and Model in base.__mro__:
            _make_functional(base)
    cls.__bases__ = tuple(Functional if base is Model else base for base in cls.__bases__)


def adopt(model: tf_keras.Model) -> tf_keras.Model:
    """Give a tf-keras model, and the models inside it, the methods of this Keras; returns it."""
    if getattr(model, "optimizer", None) is not None:
        model.optimizer = optimizers.get(model.optimizer)
    for part in model._flatten_layers() if isinstance(model, tf_keras.Model) else ():
        if isinstance(part, tf_keras.Model) and not isinstance(part, _Methods):
            part.__class__ = _adopted(type(part))
    return model


@functools.cache
def _adopted(cls: type) -> type:
    if cls is functional.Functional:
        return Functional
    if cls is tf_keras.Sequential:
        return Sequential
    methods = _OfSequential if issubclass(cls, tf_keras.Sequential) else _Methods
    return type(cls.__name__, (methods, cls), {"__module__": cls.__module__})


def load_model(filepath: str, custom_objects: dict | None = None, compile: bool = True) -> Model:
    """The model that `save` wrote (SavedModel folder or HDF5 file), compiled if it was, with 2.0's optimizer.

    Raises:
        OSError: if there is no such file or folder, or it holds no model.
    """
    return adopt(tf_keras.models.load_model(filepath, custom_objects=custom_objects, compile=compile))


def save_model(
    model: Model,
    filepath: str,
    overwrite: bool = True,
    include_optimizer: bool = True,
    save_format: str | None = None,
    signatures: object = None,
    options: object = None,
) -> None:
    """Save a model: see `Model.save`."""
    if save_format is None and str(filepath).endswith(".keras"):
        save_format = "h5"
    if save_format in ("h5", "hdf5") or (save_format is None and os.fspath(filepath).endswith((".h5", ".hdf5"))):
        _files.save_model(model, filepath, overwrite, include_optimizer, "h5")
        return
    _files.save_model(model, filepath, overwrite, include_optimizer, "tf", signatures=signatures, options=options)


@functools.wraps(tf_keras.models.clone_model)
def clone_model(model, input_tensors=None, clone_function=None):
    return adopt(tf_keras.models.clone_model(model, input_tensors, clone_function))


@functools.wraps(tf_keras.models.model_from_config)
def model_from_config(config, custom_objects=None):
    return adopt(tf_keras.models.model_from_config(config, custom_objects))


@functools.wraps(tf_keras.models.model_from_json)
def model_from_json(json_string, custom_objects=None):
    return adopt(tf_keras.models.model_from_json(json_string, custom_objects))
