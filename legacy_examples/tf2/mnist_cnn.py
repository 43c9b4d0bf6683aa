"""The convolutional network of mnist_cnn.py, in TensorFlow 2: a module, a gradient tape, an optimizer."""
import tensorflow as tf


def weight_variable(shape):
    return tf.Variable(tf.random.normal(shape, stddev=0.1))


def bias_variable(shape):
    return tf.Variable(tf.constant(0.1, shape=shape))


class CNN(tf.Module):
    def __init__(self):
        super().__init__()
        self.W_conv1, self.b_conv1 = weight_variable([5, 5, 1, 32]), bias_variable([32])
        self.W_conv2, self.b_conv2 = weight_variable([5, 5, 32, 64]), bias_variable([64])
        self.W_fc1, self.b_fc1 = weight_variable([7 * 7 * 64, 1024]), bias_variable([1024])
        self.W_fc2, self.b_fc2 = weight_variable([1024, 10]), bias_variable([10])
        # TF1's Adam has epsilon=1e-8; Keras' default is 1e-7.
        self.optimizer = tf.keras.optimizers.Adam(1e-4, epsilon=1e-8)

    def __call__(self, x, keep_prob):
        x = tf.reshape(x, [-1, 28, 28, 1])
        x = tf.nn.relu(tf.nn.conv2d(x, self.W_conv1, strides=1, padding='SAME') + self.b_conv1)
        x = tf.nn.max_pool2d(x, 2, 2, 'SAME')
        x = tf.nn.relu(tf.nn.conv2d(x, self.W_conv2, strides=1, padding='SAME') + self.b_conv2)
        x = tf.nn.max_pool2d(x, 2, 2, 'SAME')
        x = tf.reshape(x, [-1, 7 * 7 * 64])
        x = tf.nn.relu(tf.matmul(x, self.W_fc1) + self.b_fc1)
        # TF1 took the probability to keep, TF2 takes the rate to drop.
        x = tf.nn.dropout(x, rate=1 - keep_prob)
        return tf.nn.softmax(tf.matmul(x, self.W_fc2) + self.b_fc2)

    def loss(self, x, y, keep_prob):
        return -tf.reduce_sum(y * tf.math.log(self(x, keep_prob)))

    @tf.function
    def train_step(self, x, y, keep_prob):
        weights = self.trainable_weights()
        with tf.GradientTape() as tape:
            loss = self.loss(x, y, keep_prob)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss

    def trainable_weights(self):
        return [self.W_conv1, self.b_conv1, self.W_conv2, self.b_conv2, self.W_fc1, self.b_fc1, self.W_fc2, self.b_fc2]

    def metric(self, x, y, keep_prob):
        right = tf.equal(tf.argmax(self(x, keep_prob), 1), tf.argmax(y, 1))
        return tf.reduce_mean(tf.cast(right, tf.float32))
