"""Dropout layers take any rate; a bad one is refused where units are dropped, so not at all in inference."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.layers.regularization.dropout", "Dropout.__init__")
def init(self, rate, noise_shape=None, seed=None, **kwargs):
    """`tf.keras.layers.Dropout`, `tf.layers.Dropout`: drops units with probability `rate` in training."""
    init.original(self, 0, noise_shape, seed, **kwargs)
    self.rate = rate
