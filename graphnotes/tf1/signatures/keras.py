"""Parameters of the functions of tf.keras in 1.15."""

from __future__ import annotations

from graphnotes.tf1.signatures import of

_TEXT = "tf_keras.src.preprocessing.text"
_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


@of(_TEXT, "one_hot", text="input_text")
def one_hot(text, n, filters=_FILTERS, lower=True, split=" "): ...


@of(_TEXT, "text_to_word_sequence", text="input_text")
def text_to_word_sequence(text, filters=_FILTERS, lower=True, split=" "): ...


@of("tf_keras.src.saving.saving_api", "save_model")
def save_model(model, filepath, overwrite=True, include_optimizer=True, save_format=None, signatures=None): ...


@of("tf_keras.src.utils.vis_utils", "model_to_dot")
def model_to_dot(
    model, show_shapes=False, show_layer_names=True, rankdir="TB", expand_nested=False, dpi=96, subgraph=False
): ...


@of("tf_keras.src.utils.vis_utils", "plot_model")
def plot_model(
    model,
    to_file="model.png",
    show_shapes=False,
    show_layer_names=True,
    rankdir="TB",
    expand_nested=False,
    dpi=96,
): ...


@of("tf_keras.src.preprocessing.image", "apply_affine_transform", with_defaults=True)
def apply_affine_transform(
    x,
    theta=0,
    tx=0,
    ty=0,
    shear=0,
    zx=1,
    zy=1,
    row_axis=0,
    col_axis=1,
    channel_axis=2,
    fill_mode="nearest",
    cval=0.0,
    order=1,
): ...
