"""lstm_classifier.py in TensorFlow 2: the cell written out, with TensorFlow 1's order of the gates."""

import tensorflow as tf


class Classifier(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable(tf.keras.initializers.GlorotUniform()([10, 28]))
        self.bias = tf.Variable(tf.zeros([28]))
        self.out, self.out_bias = tf.Variable(tf.random.normal([7, 4])), tf.Variable(tf.random.normal([4]))
        self.optimizer = tf.keras.optimizers.SGD(0.1)

    def logits(self, X):
        state = output = tf.zeros([tf.shape(X)[0], 7])
        for step in range(5):
            i, j, f, o = tf.split(tf.concat([X[:, step], output], 1) @ self.kernel + self.bias, 4, 1)
            state = state * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
            output = tf.tanh(state) * tf.sigmoid(o)
        return output @ self.out + self.out_bias

    def __call__(self, X):
        return tf.nn.softmax(self.logits(X))

    def loss(self, X, Y):
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=Y, logits=self.logits(X)))

    def metric(self, X, Y):
        return tf.reduce_mean(tf.cast(tf.argmax(self(X), 1) == tf.argmax(Y, 1), tf.float32))
