"""Names of Keras 2.3 that TensorFlow's Keras never showed, or shows elsewhere: helpers for layers of one's own, old names of layers.

Source: the modules of Keras 2.3.1, whose public names were compared with what is served here.
"""

from __future__ import annotations

import importlib
from functools import cache


def _keras(path: str):
    return importlib.import_module(f"tf_keras.{path}")


# a module of Keras 2.3 -> the modules of tf-keras that have its names, beside the one of the same path
SOURCES: dict[str, tuple[str, ...]] = {
    "backend.tensorflow_backend": ("backend", "utils.conv_utils"), "backend.common": ("backend", "utils.conv_utils"), "backend": ("utils.conv_utils",),
    "objectives": ("losses",), "metrics": ("metrics.base_metric", "losses", "metrics.accuracy_metrics"),
    "engine": ("engine.node", "utils.layer_utils"), "engine.topology": ("engine.node", "engine.input_layer", "utils.layer_utils", "engine.base_layer"),
    "engine.base_layer": ("engine.node", "utils.generic_utils", "utils.layer_utils", "backend"), "engine.input_layer": ("engine.node",),
    "engine.network": ("engine.functional", "engine.node", "utils.layer_utils", "utils.generic_utils"), "engine.saving": ("saving.legacy.hdf5_format", "saving.legacy.save"),
    "engine.training": ("engine.training_utils_v1", "utils.generic_utils"), "engine.training_utils": ("engine.training_utils_v1",),
    "engine.training_arrays": ("engine.training_arrays_v1",), "engine.training_generator": ("engine.training_generator_v1",),
    "models": ("utils.generic_utils", "engine.input_layer"), "callbacks.callbacks": ("callbacks",),
    **{f"layers.{name}": ("utils.generic_utils", "utils.conv_utils", "engine.base_layer") for name in ("core", "convolutional", "recurrent", "embeddings", "wrappers")},
}  # fmt: skip


def unpack_singleton(x):
    """The element of a list of one; anything else as it is."""
    return x[0] if len(x) == 1 else x


def object_list_uid(object_list):
    """Names a list of objects by their identities."""
    return ", ".join(str(abs(id(x))) for x in (object_list if isinstance(object_list, (list, tuple)) else [object_list]))


def as_it_is(function):
    """A decorator that changes nothing: tf-keras's own calls need none of what it did."""
    return function


def transpose_shape(shape, target_format, spatial_axes):
    """A shape in channels_last order, in the order of `target_format`."""
    if target_format not in ("channels_first", "channels_last"):
        raise ValueError(f'The `data_format` argument must be one of "channels_first", "channels_last". Received: {target_format}')
    if target_format == "channels_last":
        return tuple(shape)
    return (*shape[: spatial_axes[0]], shape[-1], *(shape[i] for i in spatial_axes))


def _helpers() -> dict[str, object]:
    return {"unpack_singleton": unpack_singleton, "object_list_uid": object_list_uid, "transpose_shape": transpose_shape, "disable_tracking": as_it_is}


def _backend() -> dict[str, object]:
    import tensorflow as tf

    from graphnotes.companions import keras2

    backend, conv_utils = _keras("src.backend"), _keras("src.utils.conv_utils")

    def is_tensor(x):
        """Whether x is a tensor or a variable of TensorFlow."""
        return isinstance(x, (tf.Tensor, tf.Variable, tf.SparseTensor)) or tf.is_tensor(x)

    def normalize_data_format(value):
        """`value`, or the image data format that is set."""
        return conv_utils.normalize_data_format(value)

    def gpus():
        """The names of the GPUs there are."""
        return [f"/device:GPU:{i}" for i, _ in enumerate(tf.config.list_physical_devices("GPU"))]

    def get_variable_shape(x):
        """The static shape of a variable."""
        return backend.int_shape(x)

    def take(x, start, size):
        """`size` elements of each axis of x, from `start` on."""
        return tf.slice(x, start, size)

    def size(x, name=None):
        """How many elements x has."""
        return tf.compat.v1.size(x, name=name)

    return {
        **_helpers(), "is_tensor": is_tensor, "is_symbolic": is_tensor, "is_variable": lambda x: isinstance(x, tf.Variable), "size": size, "slice": take,
        "normalize_data_format": normalize_data_format, "get_variable_shape": get_variable_shape, "control_dependencies": tf.control_dependencies,
        "symbolic": as_it_is, "eager": as_it_is, "_get_available_gpus": gpus, "tf": keras2.tensorflow("tensorflow"),
    }  # fmt: skip


def _interfaces() -> dict[str, object]:
    names = (
        "legacy_get_updates_support", "legacy_dense_support", "legacy_dropout_support", "legacy_pooling1d_support", "legacy_prelu_support",
        "legacy_gaussiannoise_support", "legacy_recurrent_support", "legacy_gaussiandropout_support", "legacy_embedding_support", "legacy_conv1d_support",
        "legacy_pooling2d_support", "legacy_pooling3d_support", "legacy_global_pooling_support", "legacy_upsampling1d_support", "legacy_upsampling2d_support",
        "legacy_upsampling3d_support", "legacy_conv2d_support", "legacy_separable_conv2d_support", "legacy_deconv2d_support", "legacy_conv3d_support",
        "legacy_batchnorm_support", "legacy_zeropadding2d_support", "legacy_add_weight_support", "legacy_generator_methods_support", "legacy_model_constructor_support",
        "legacy_multi_input_support", "legacy_input_support", "legacy_lambda_support", "legacy_spatialdropout1d_support", "legacy_spatialdropoutNd_support",
        "save_to_cloud_storage", "load_from_cloud_storage", "raise_duplicate_arg_error",
    )  # fmt: skip
    return dict.fromkeys(names, as_it_is)


def _optimizers() -> dict[str, object]:
    optimizers = _keras("api._v1.keras.optimizers")
    return {name.lower(): getattr(optimizers, name) for name in ("Adadelta", "Adagrad", "Adam", "Adamax", "Nadam", "RMSprop", "SGD")}


def _constraints() -> dict[str, object]:
    constraints = _keras("api._v1.keras.constraints")
    return {"maxnorm": constraints.MaxNorm, "nonneg": constraints.NonNeg, "unitnorm": constraints.UnitNorm}


def _initializers() -> dict[str, object]:
    initializers = _keras("api._v1.keras.initializers")
    return {"zero": initializers.zeros, "one": initializers.ones}


def _losses() -> dict[str, object]:
    return {"huber_loss": _keras("src.losses").huber}


def _network() -> dict[str, object]:
    return {"Network": _keras("src.engine.functional").Functional, "Container": _keras("src.engine.functional").Functional, **_helpers()}


_OWN = {
    "backend": _backend, "backend.tensorflow_backend": _backend, "backend.common": _backend, "constraints": _constraints, "initializers": _initializers,
    "losses": _losses, "objectives": _losses, "optimizers": _optimizers, "legacy.interfaces": _interfaces, "engine.topology": _network,
    "engine.network": _network, "engine.training": _network, "engine.base_layer": _helpers, "engine.input_layer": _helpers, "utils.generic_utils": _helpers,
    **dict.fromkeys((f"layers.{name}" for name in ("core", "convolutional", "convolutional_recurrent", "recurrent", "wrappers", "embeddings", "advanced_activations")), _helpers),
    "legacy": dict, "callbacks.callbacks": dict, "engine.saving": dict, "engine.training_arrays": dict, "engine.training_generator": dict, "engine.training_utils": dict,
}  # fmt: skip
# the names of _OWN, told without importing Keras
NAMES: dict[str, frozenset[str]] = {}
_HELPERS = frozenset({"unpack_singleton", "object_list_uid", "transpose_shape", "disable_tracking"})
for _module in _OWN:
    NAMES[_module] = {
        _backend: _HELPERS | {"is_tensor", "is_symbolic", "is_variable", "size", "slice", "normalize_data_format", "get_variable_shape", "control_dependencies", "symbolic", "eager", "_get_available_gpus", "tf"},
        _constraints: frozenset({"maxnorm", "nonneg", "unitnorm"}), _initializers: frozenset({"zero", "one"}), _losses: frozenset({"huber_loss"}),
        _optimizers: frozenset({"adadelta", "adagrad", "adam", "adamax", "nadam", "rmsprop", "sgd"}), _interfaces: frozenset(_interfaces()),
        _network: _HELPERS | {"Network", "Container"}, _helpers: _HELPERS, dict: frozenset(),
    }[_OWN[_module]]  # fmt: skip


@cache
def sources(module: str) -> list:
    """The modules of tf-keras to search for the names of Keras 2.3's `module` ("engine.topology") that its API does not show."""
    from graphnotes.companions.proxy import real_module

    found = [real_module(f"tf_keras.src.{path}") for path in (module, *SOURCES.get(module, ()))]
    return [source for source in found if source is not None]


def own(module: str) -> dict[str, object]:
    """What is written here for `module`."""
    return _OWN[module]() if module in _OWN else {}
