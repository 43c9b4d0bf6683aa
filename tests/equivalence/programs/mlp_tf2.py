"""mlp.py in TensorFlow 2."""

import tensorflow as tf


class Perceptron(tf.Module):
    def __init__(self):
        super().__init__()
        self.h1, self.b1 = tf.Variable(tf.random.normal([20, 12])), tf.Variable(tf.random.normal([12]))
        self.h2, self.b2 = tf.Variable(tf.random.normal([12, 11])), tf.Variable(tf.random.normal([11]))
        self.out, self.b_out = tf.Variable(tf.random.normal([11, 4])), tf.Variable(tf.random.normal([4]))
        self.optimizer = tf.keras.optimizers.Adam(0.001, epsilon=1e-8)

    @tf.function
    def __call__(self, X):
        hidden = tf.nn.relu(X @ self.h1 + self.b1)
        hidden = tf.nn.relu(hidden @ self.h2 + self.b2)
        return hidden @ self.out + self.b_out

    def loss(self, X, Y):
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=Y, logits=self(X)))

    def metric(self, X, Y):
        return tf.reduce_mean(tf.cast(tf.argmax(self(X), 1) == tf.argmax(Y, 1), tf.float32))
