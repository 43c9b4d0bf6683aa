"""Learning rate schedules of tf.keras: the same as tf.train's."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.rebuilt.learning_rate_schedule import polynomial_decay


@rebuild("tf_keras.src.optimizers.schedules.learning_rate_schedule", "PolynomialDecay.__call__")
def keras_polynomial_decay(self, step):
    return polynomial_decay(self, step)
