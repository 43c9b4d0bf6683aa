"""autoencoder.py in TensorFlow 2."""

import tensorflow as tf


class Autoencoder(tf.Module):
    def __init__(self):
        super().__init__()
        shapes = {"encoder_h1": [24, 10], "encoder_h2": [10, 5], "decoder_h1": [5, 10], "decoder_h2": [10, 24]}
        for name, shape in shapes.items():
            setattr(self, name, tf.Variable(tf.random.normal(shape), name=name))
        self.optimizer = tf.keras.optimizers.RMSprop(0.01, rho=0.9, epsilon=1e-10)
        self.optimizer.build(self.trainable_variables)
        for mean_square in self.optimizer._velocities:
            mean_square.assign(tf.ones_like(mean_square))  # TensorFlow 1 began at one

    def __call__(self, X):
        code = tf.sigmoid(tf.sigmoid(X @ self.encoder_h1) @ self.encoder_h2)
        return tf.sigmoid(tf.sigmoid(code @ self.decoder_h1) @ self.decoder_h2)

    def loss(self, X):
        return tf.reduce_mean((X - self(X)) ** 2)
