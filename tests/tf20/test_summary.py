"""model.summary() prints what TensorFlow 2.0 printed."""

import pytest
from graphnotes.tf20.keras import Sequential, layers

from graphnotes.tf20 import keras


def printed(model, **options):
    lines = []
    model.summary(print_fn=lines.append, **options)
    return "\n".join(line.rstrip() for line in lines)


@pytest.fixture(autouse=True)
def names_from_the_start():
    keras.backend.clear_session()


def test_a_sequential_built_from_a_shape():
    model = Sequential([layers.Dense(3), layers.ReLU()])
    model.build((4, 4))
    assert printed(model) == (
        'Model: "sequential"\n'
        "_________________________________________________________________\n"
        "Layer (type)                 Output Shape              Param #\n"
        "=================================================================\n"
        "dense (Dense)                multiple                  15\n"
        "_________________________________________________________________\n"
        "re_lu (ReLU)                 multiple                  0\n"
        "=================================================================\n"
        "Total params: 15\n"
        "Trainable params: 15\n"
        "Non-trainable params: 0\n"
        "_________________________________________________________________"
    )


def test_an_input_shape_gives_output_shapes_and_long_names_are_cut():
    model = Sequential([layers.Dense(3, input_shape=(5,)), layers.BatchNormalization(), layers.Dense(2000)])
    lines = printed(model).splitlines()
    assert lines[4] == "dense (Dense)                (None, 3)                 18"
    assert lines[6] == "batch_normalization (BatchNo (None, 3)                 12"
    assert lines[-4:-1] == ["Total params: 8,030", "Trainable params: 8,024", "Non-trainable params: 6"]


def test_a_graph_of_layers_shows_its_connections():
    a, b = keras.Input((4,)), keras.Input((3,))
    model = keras.Model([a, b], layers.add([layers.Dense(5)(a), layers.Dense(5)(b)]))
    lines = printed(model).splitlines()
    assert lines[0] == 'Model: "model"'
    assert lines[2] == "Layer (type)                    Output Shape         Param #     Connected to"
    assert lines[4] == "input_1 (InputLayer)            [(None, 4)]          0"
    assert lines[-7:-5] == [
        "add (Add)                       (None, 5)            0           dense[0][0]",
        "                                                                 dense_1[0][0]",
    ]


def test_a_model_inside_a_model_and_a_shorter_line():
    a = keras.Input((4,))
    inner = keras.Model(a, layers.Dense(5)(a))
    model = Sequential([inner, layers.Dense(2)])
    assert "model (Model)                (None, 5)                 25" in printed(model)
    assert "dense_1 (Dense)       (None, 2)           12" in printed(model, line_length=50)


def test_frozen_layers_count_as_non_trainable():
    model = Sequential([layers.Dense(3, input_shape=(3,))])
    model.layers[0].trainable = False
    assert "Trainable params: 0\nNon-trainable params: 12" in printed(model)


def test_a_model_without_weights_is_an_error():
    with pytest.raises(ValueError, match="not yet been built"):
        Sequential([layers.Dense(3)]).summary()
