"""Names of Keras 1 and 2 that TensorFlow's Keras never showed, on tf-keras."""

import numpy as np
import pytest

from graphnotes.check.beside import verdict
from graphnotes.companions import keras1, keras2, keras23
from graphnotes.runner import world


@pytest.fixture(scope="module")
def keras():
    with pytest.MonkeyPatch.context() as patch:  # the redirect alone: this process is not a legacy program's
        patch.setattr(keras2, "tensorflow", world._Tensorflow("1", True))
        yield keras2.redirect


def test_initialisations_make_variables_of_the_scale_of_then(keras):
    K, made = keras("keras.backend"), keras("keras.initializations")
    values = {name: K.get_value(getattr(made, name)((200, 100))) for name in ("uniform", "lecun_uniform", "glorot_normal", "he_normal", "he_uniform")}
    for name, spread in {"uniform": 0.05 / 3**0.5, "lecun_uniform": 200**-0.5, "glorot_normal": (2 / 300) ** 0.5, "he_normal": 0.1, "he_uniform": 0.1}.items():
        assert values[name].std() == pytest.approx(spread, rel=0.05), name
    rows = K.get_value(made.orthogonal((4, 6)))
    np.testing.assert_allclose(rows @ rows.T, 1.21 * np.eye(4), atol=1e-5)
    np.testing.assert_array_equal(K.get_value(made.identity((2, 2), scale=3)), 3 * np.eye(2))
    assert made.get("normal") is made.normal and K.get_value(made.one((2,))).tolist() == [1, 1]
    with pytest.raises(ValueError, match="nosuch"):
        made.get("nosuch")


def test_a_function_of_a_shape_initialises_a_layer(keras):
    layers, models, made = keras("keras.layers"), keras("keras.models"), keras("keras.initializations")
    l2 = keras("keras.regularizers").activity_l2
    item = layers.Input(shape=(1,), dtype="int32")
    row = layers.Embedding(input_dim=5, output_dim=3, init=lambda shape, name=None: made.one(shape, name=name), W_regularizer=l2(0.1), input_length=1)
    both = layers.Merge(mode="mul")([layers.Flatten()(row(item)), layers.Flatten()(row(item))])
    model = models.Model(input=[item], output=layers.Dense(1, init="one", bias=False)(both))
    assert model.predict(np.array([[1], [4]])).tolist() == [[3], [3]]
    assert keras("keras.engine.training").collect_trainable_weights(model) == model.trainable_weights
    with pytest.raises(NotImplementedError, match="build a Model"):
        layers.Merge([model, model], mode="sum")


def test_helpers_that_layers_of_ones_own_import(keras):
    K = keras("keras.backend")
    a = K.variable(np.arange(6.0).reshape(2, 3))
    assert K.is_tensor(a) and not K.is_tensor(1) and K.get_variable_shape(a) == (2, 3)
    assert K.eval(K.slice(a, [0, 1], [2, 1])).tolist() == [[1], [4]] and K.eval(K.size(a)) == 6
    np.testing.assert_allclose(K.eval(keras("keras.backend.tensorflow_backend").logsumexp(a, axis=1)), np.log(np.exp(K.eval(a)).sum(1)), rtol=1e-6)
    assert keras("keras.utils.conv_utils").normalize_data_format(None) == "channels_last" == K.normalize_data_format("channels_last")
    assert keras("keras.utils.generic_utils").to_list(1) == [1] and keras("keras.engine.base_layer").unpack_singleton([2]) == 2
    assert keras("keras.utils.generic_utils").has_arg(lambda x, y: 0, "y")
    assert keras("keras.utils.generic_utils").transpose_shape((1, 2, 3, 4), "channels_first", spatial_axes=(1, 2)) == (1, 4, 2, 3)
    image = keras("keras.layers").Input((4, 4, 1))
    assert K.is_keras_tensor(image) and keras("keras.engine.topology").get_source_inputs(image) == [image]
    assert keras("keras.engine").get_source_inputs is keras("keras.engine.topology").get_source_inputs
    assert keras("keras.optimizers").adam is keras("keras.optimizers").Adam and keras("keras.constraints").maxnorm(2).max_value == 2
    assert keras("keras.utils.io_utils").HDF5Matrix and keras("keras.utils.multi_gpu_utils").multi_gpu_model
    assert K.tf.placeholder and keras("keras.backend.tensorflow_backend")._get_available_gpus() == []
    assert keras("keras.legacy.interfaces").legacy_get_updates_support(len) is len


def test_transposed_and_dilated_convolutions_have_their_names_of_then(keras):
    layers = keras("keras.layers")
    image = layers.Input((4, 4, 1))
    assert layers.Deconvolution2D(2, 3, 3, output_shape=(None, 8, 8, 2), border_mode="same", subsample=(2, 2))(image).shape.as_list() == [None, 8, 8, 2]
    assert layers.AtrousConvolution2D(2, 2, 2, atrous_rate=(2, 2))(image).shape.as_list() == [None, 2, 2, 2]
    assert keras("keras.layers.convolutional").Deconv2D is layers.Conv2DTranspose


def test_check_knows_them():
    for name in keras1.INITIALIZATIONS:
        assert verdict(f"keras.initializations.{name}").status == "restored"
    for name in ("keras.layers.Merge", "keras.regularizers.l1l2", "keras.initializations", "keras.engine.training.collect_trainable_weights"):
        assert verdict(name).status == "restored"
    for module, names in keras23.NAMES.items():
        assert keras23.own(module).keys() == names, module
        for name in names:
            assert verdict(f"keras.{module}.{name}").status == "restored"
    for name in ("backend.is_keras_tensor", "engine.topology.get_source_inputs", "engine.training_utils.standardize_weights", "callbacks.CallbackList", "utils.io_utils.HDF5Matrix"):
        assert verdict(f"keras.{name}").status == "restored", name
    assert verdict("keras.initializations.nosuch").status == "not supported"
    assert "keras.initializations" in keras2._MOVED
