"""`import keras` as scripts of TensorFlow 1's time meant it: Keras 2 on its TensorFlow backend, which lives on as tf-keras.

Keras 1's spellings (`Convolution2D(32, 3, 3, border_mode="same")`, `fit(nb_epoch=...)`, `merge`) are understood too, as Keras 2
understood them. Source: Keras 2.3's documentation and its notes on the change from Keras 1 to 2.
"""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable
from functools import cache, wraps

from graphnotes.companions import keras1, keras23
from graphnotes.companions.proxy import Companion, real_module

# Keras 1's argument -> Keras 2's
_RENAMED = {
    "nb_epoch": "epochs", "border_mode": "padding", "subsample": "strides", "init": "kernel_initializer", "inner_init": "recurrent_initializer",
    "W_regularizer": "kernel_regularizer", "b_regularizer": "bias_regularizer", "U_regularizer": "recurrent_regularizer",
    "W_constraint": "kernel_constraint", "b_constraint": "bias_constraint", "U_constraint": "recurrent_constraint", "bias": "use_bias",
    "inner_activation": "recurrent_activation", "dropout_W": "dropout", "dropout_U": "recurrent_dropout", "nb_val_samples": "validation_steps",
    "samples_per_epoch": "steps_per_epoch", "atrous_rate": "dilation_rate", "p": "rate", "mode": "mode",
}  # fmt: skip
_DIM_ORDERING = {"th": "channels_first", "tf": "channels_last", None: None}


def _keras1(layer: type, positional: dict[str, str] | None = None) -> type:
    """A layer class that takes Keras 1's argument names beside its own; `positional` renames this layer's own arguments."""
    own = positional or {}

    class Layer(layer):
        def __init__(self, *args, **kwargs):
            for old, new in {**_RENAMED, **own}.items():
                if old in kwargs and old != new and not (old == "p" and "rate" in kwargs):
                    kwargs.setdefault(new, kwargs.pop(old))
            for name in ("kernel_initializer", "recurrent_initializer", "embeddings_initializer"):
                if name in kwargs:
                    kwargs[name] = keras1.initializer(kwargs[name])
            if "dim_ordering" in kwargs:
                kwargs["data_format"] = _DIM_ORDERING[kwargs.pop("dim_ordering")]
            super().__init__(*args, **kwargs)

    Layer.__name__, Layer.__qualname__, Layer.__doc__, Layer.__module__ = layer.__name__, layer.__name__, layer.__doc__, layer.__module__
    return Layer


def _convolution2d(layer: type) -> type:
    """`Conv2D` under its name of then, and with the kernel's rows and columns as two arguments."""
    renamed = _keras1(layer, {"nb_filter": "filters"})

    class Convolution2D(renamed):
        def __init__(self, filters=None, kernel_size=None, nb_col=None, *args, **kwargs):
            filters = kwargs.pop("nb_filter", filters)
            rows, columns = kwargs.pop("nb_row", kernel_size), kwargs.pop("nb_col", nb_col)
            if isinstance(rows, int) and isinstance(columns, int):
                rows, columns = (rows, columns), None
            if columns is not None:  # Keras 2: the third argument is the strides
                kwargs.setdefault("strides", columns)
            kwargs.pop("output_shape", None)  # Keras 1's Deconvolution2D was told it; Keras 2 works it out
            super().__init__(filters, rows, *args, **kwargs)

    Convolution2D.__name__ = Convolution2D.__qualname__ = layer.__name__
    return Convolution2D


def merge(inputs, mode="sum", concat_axis=-1, dot_axes=-1, name=None, **ignored):
    """Keras 1's `merge`: combines tensors by "sum", "mul", "concat", "ave", "max" or "dot"."""
    layers = importlib.import_module("tf_keras.layers")
    if mode == "concat":
        return layers.Concatenate(axis=concat_axis, name=name)(inputs)
    if mode == "dot":
        return layers.Dot(axes=dot_axes, name=name)(inputs)
    kinds = {"sum": layers.Add, "mul": layers.Multiply, "ave": layers.Average, "max": layers.Maximum}
    if mode not in kinds:
        raise ValueError(f"merge(mode={mode!r}): Keras 2 has {', '.join(kinds)}, concat and dot")
    return kinds[mode](name=name)(inputs)


def _layers() -> dict[str, object]:
    layers = _api("layers")
    legacy = {}
    for name in ("Dense", "LSTM", "GRU", "SimpleRNN"):
        legacy[name] = _keras1(getattr(layers, name), {"output_dim": "units"})
    for name in ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "MaxPooling2D", "AveragePooling2D", "UpSampling2D", "ZeroPadding2D", "Flatten"):
        legacy[name] = _keras1(getattr(layers, name))
    legacy["BatchNormalization"] = _keras1(layers.BatchNormalization, {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"})
    legacy["Embedding"] = _keras1(layers.Embedding, {"dropout": "embeddings_dropout", "init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer"})
    legacy["Conv1D"] = legacy["Convolution1D"] = _keras1(layers.Conv1D, {"nb_filter": "filters", "filter_length": "kernel_size", "subsample_length": "strides"})
    legacy["MaxPooling1D"] = _keras1(layers.MaxPooling1D, {"pool_length": "pool_size", "stride": "strides"})
    legacy["Conv2D"] = legacy["Convolution2D"] = _convolution2d(layers.Conv2D)
    legacy["AtrousConvolution1D"], legacy["AtrousConvolution2D"] = legacy["Conv1D"], legacy["Conv2D"]
    legacy["Conv2DTranspose"] = legacy["Deconvolution2D"] = legacy["Deconv2D"] = _convolution2d(layers.Conv2DTranspose)
    legacy["Deconvolution3D"] = legacy["Deconv3D"] = layers.Conv3DTranspose
    legacy["MaxPool2D"], legacy["merge"], legacy["Merge"] = legacy["MaxPooling2D"], merge, keras1.merge_layer(merge)
    return legacy


def _fits(model: type) -> type:
    """A model class whose training methods take Keras 1's argument names."""

    def renamed(name):
        @wraps(getattr(model, name))
        def call(self, *args, **kwargs):
            for old, new in (("nb_epoch", "epochs"), ("nb_val_samples", "validation_steps"), ("nb_worker", "workers"), ("show_accuracy", None)):
                if old in kwargs:
                    value = kwargs.pop(old)
                    if new:
                        kwargs[new] = value
            return getattr(super(fits, self), name)(*args, **kwargs)  # tf-keras swaps the bases for its graph mode ones

        return call

    def predict_classes(self, x, batch_size=32, verbose=0):
        """The most likely class of each example."""
        scores = self.predict(x, batch_size=batch_size, verbose=verbose)
        return scores.argmax(axis=-1) if scores.shape[-1] > 1 else (scores > 0.5).astype("int32")

    def predict_proba(self, x, batch_size=32, verbose=0):
        """The same as `predict`."""
        return self.predict(x, batch_size=batch_size, verbose=verbose)

    body = {name: renamed(name) for name in ("fit", "fit_generator", "evaluate_generator") if hasattr(model, name)}
    body.update(predict_classes=predict_classes, predict_proba=predict_proba)
    fits = type(model.__name__, (model,), {**body, "__module__": model.__module__, "__doc__": model.__doc__})
    return fits


class _Model:
    """`keras.Model`: called, it takes Keras 1's `input` and `output` as well; as a base class and in `isinstance`, tf-keras's own class."""

    def __init__(self, real: type) -> None:
        self._real = real

    def __call__(self, *args, **kwargs):
        for old, new in (("input", "inputs"), ("output", "outputs")):
            if old in kwargs:
                kwargs.setdefault(new, kwargs.pop(old))
        return self._real(*args, **kwargs)

    def __mro_entries__(self, bases: tuple) -> tuple[type]:
        return (self._real,)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._real)

    def __subclasscheck__(self, cls: type) -> bool:
        return issubclass(cls, self._real)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def _models() -> dict[str, object]:
    models = _api("models")
    return {"Sequential": _fits(models.Sequential), "Model": _Model(models.Model)}


def _backend() -> dict[str, object]:
    backend, orders = _api("backend"), {"channels_last": "tf", "channels_first": "th"}
    return {
        "image_dim_ordering": lambda: orders[backend.image_data_format()],
        "set_image_dim_ordering": lambda order: backend.set_image_data_format(_DIM_ORDERING[order]),
    }


def _utils() -> dict[str, object]:
    return {"np_utils": _api("utils"), "vis_utils": _api("utils")}


# a module of Keras 2 alone -> the module of tf-keras's API that has its names
_MOVED = {
    "keras.utils.np_utils": "utils", "keras.utils.vis_utils": "utils", "keras.utils.data_utils": "utils", "keras.utils.generic_utils": "utils",
    "keras.utils.training_utils": "utils", "keras.utils.conv_utils": "utils", "keras.utils.io_utils": "utils", "keras.utils.multi_gpu_utils": "utils", "keras.utils.layer_utils": "utils", "keras.objectives": "losses", "keras.initializations": "initializers",
    "keras.backend.tensorflow_backend": "backend", "keras.backend.common": "backend", "keras.engine": "layers", "keras.engine.topology": "layers",
    "keras.engine.base_layer": "layers", "keras.engine.training": "models", "keras.engine.input_layer": "layers",
    **{f"keras.layers.{name}": "layers" for name in (
        "core", "convolutional", "pooling", "local", "recurrent", "embeddings", "merge", "advanced_activations", "normalization", "noise",
        "wrappers", "convolutional_recurrent", "cudnn_recurrent")},
}  # fmt: skip
# what is offered beside tf.keras's own names
RESTORED_NAMES = {
    "Convolution1D", "Convolution2D", "MaxPool2D", "merge", "np_utils", "vis_utils", "objectives", "Sequential", "__version__",
    "image_dim_ordering", "set_image_dim_ordering", "AtrousConvolution1D", "AtrousConvolution2D", "Deconvolution2D", "Deconvolution3D", "Deconv2D", "Deconv3D", "Merge", "initializations", "collect_trainable_weights", *keras1.REGULARIZERS,
}  # fmt: skip
_RESTORED = {"backend": _backend, "layers": _layers, "models": _models, "utils": _utils, "regularizers": lambda: keras1.REGULARIZERS}


# gives the module for "tensorflow.<path>"; the runner sets it to the TensorFlow of the program it runs
tensorflow: Callable[[str], types.ModuleType | None] | None = None


def _api(path: str) -> types.ModuleType | None:
    """tf.keras.`path` of the TensorFlow the program was written for."""
    if tensorflow is None:
        raise ImportError("Keras 2 is served by the program's own TensorFlow: import it under graphnotes run", name="keras")
    return tensorflow(f"tensorflow.keras.{path}".rstrip("."))


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import keras` and what is below it."""
    shown, path = _shown(name), name.partition(".")[2]
    if not path:
        return shown
    own, sources = keras23.own(path), keras23.sources(path)
    if shown is None:
        return Companion(sources or [types.ModuleType(name)], own, name) if sources or path in keras23.NAMES else None
    return Companion([shown, *sources], own, name) if own or sources else shown


def _shown(name: str) -> types.ModuleType | None:
    """The part of tf-keras's API that a module of Keras is."""
    path = _MOVED.get(name, name.partition(".")[2])
    real = _api(path)
    if real is None:
        return real_module(name.replace("keras", "tf_keras", 1))
    if name == "keras":
        children = {child: redirect(f"keras.{child}") for child in ("backend", "layers", "models", "utils", "objectives", "initializations", "regularizers")}
        return Companion(real, {**children, "Sequential": children["models"].Sequential, "Model": children["models"].Model, "__version__": "2.3.1"}, name)
    if name not in _MOVED:
        return Companion(real, _RESTORED[path](), name) if path in _RESTORED else real
    if path == "backend":
        return redirect("keras.backend")
    if path in ("layers", "models"):
        own = {"Layer": real.Layer, "Model": redirect("keras.models").Model} if path == "layers" else {}
        own["collect_trainable_weights"] = keras1.collect_trainable_weights
        return Companion([redirect(f"keras.{path}"), _api("models"), _api("")], own, name)
    return Companion(real, keras1.INITIALIZATIONS if name == "keras.initializations" else {}, name)
