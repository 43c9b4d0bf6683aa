"""tf.random: one seed for TensorFlow and for Keras' initial weights, as in TensorFlow 2.0."""

from __future__ import annotations

__all__ = ["set_seed"]

import tensorflow as tf

from graphnotes.tf20 import _initial_weights


def set_seed(seed: int) -> None:
    """Set the global random seed: of TensorFlow's random ops and of unseeded Keras initializers, whose weights are then
    the ones TensorFlow 2.0 gave. (Today's tf-keras takes no notice of this seed: its initial weights differ in every run.)

    Source: tf.random.set_seed.
    """
    tf.random.set_seed(seed)
    _initial_weights.follow_global_seed()
