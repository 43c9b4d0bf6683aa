"""Errors of layers that people look for by their text: 1.15's sentence, and today's, which says more, behind it."""

from __future__ import annotations

from graphnotes.tf1.rebuilt.wording import behind, reworded

_CHANNELS = [(r"^The channel dimension of the inputs", "The channel dimension of the inputs should be defined. Found `None`.")]

reworded("tf_keras.src.layers.convolutional.base_conv", "Conv._get_input_channel", behind(_CHANNELS))
reworded("tf_keras.src.layers.convolutional.conv2d_transpose", "Conv2DTranspose.build", behind(_CHANNELS))
reworded(
    "tf_keras.src.layers.core.dense",
    "Dense.build",
    behind([(r"^The last dimension of the inputs to a Dense", "The last dimension of the inputs to `Dense` should be defined. Found `None`.")]),
)
