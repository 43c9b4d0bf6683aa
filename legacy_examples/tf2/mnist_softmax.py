"""The softmax regression of mnist_softmax.py, in TensorFlow 2: a module, a gradient tape, an optimizer."""
import tensorflow as tf


class Softmax(tf.Module):
    def __init__(self):
        super().__init__()
        self.W = tf.Variable(tf.zeros([784, 10]))
        self.b = tf.Variable(tf.zeros([10]))
        self.optimizer = tf.keras.optimizers.SGD(0.01)

    def __call__(self, x):
        return tf.nn.softmax(tf.matmul(x, self.W) + self.b)

    def loss(self, x, y):
        return tf.reduce_mean(-tf.reduce_sum(y * tf.math.log(self(x)), axis=1))

    @tf.function
    def train_step(self, x, y):
        weights = [self.W, self.b]
        with tf.GradientTape() as tape:
            loss = self.loss(x, y)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss

    def metric(self, x, y):
        right = tf.equal(tf.argmax(self(x), 1), tf.argmax(y, 1))
        return tf.reduce_mean(tf.cast(right, tf.float32))
