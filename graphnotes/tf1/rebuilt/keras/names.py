"""The names that Keras layers get from their classes: ConvLSTM2D was conv_lst_m2d, and so are its variables in checkpoints."""

from __future__ import annotations

import re

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.utils.generic_utils", "to_snake_case")
def to_snake_case(name):
    """A class' name in small letters with underscores; a digit belongs to the word before it."""
    words = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    words = re.sub("([a-z])([A-Z])", r"\1_\2", words).lower()
    return "private" + words if words.startswith("_") else words
