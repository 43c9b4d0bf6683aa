"""tensorflow.examples.tutorials.mnist.mnist: the tutorial's network of two hidden layers, in four functions.

Node and variable names are those of TensorFlow 1.x ("hidden1/weights", "softmax_linear/biases", "global_step"), so
that checkpoints fit. The wheel of 1.15.5 had dropped this module; its source release, and earlier wheels, had it.
"""

import math

import graphnotes.tf1 as tf

__all__ = ["IMAGE_PIXELS", "IMAGE_SIZE", "NUM_CLASSES", "evaluation", "inference", "loss", "training"]

NUM_CLASSES = 10
IMAGE_SIZE = 28
IMAGE_PIXELS = IMAGE_SIZE * IMAGE_SIZE


def inference(images, hidden1_units, hidden2_units):
    """Logits [batch, NUM_CLASSES] for float32 `images` [batch, IMAGE_PIXELS], through two ReLU layers."""
    with tf.name_scope("hidden1"):
        hidden1 = tf.nn.relu(_linear(images, IMAGE_PIXELS, hidden1_units))
    with tf.name_scope("hidden2"):
        hidden2 = tf.nn.relu(_linear(hidden1, hidden1_units, hidden2_units))
    with tf.name_scope("softmax_linear"):
        return _linear(hidden2, hidden2_units, NUM_CLASSES)


def loss(logits, labels):
    """Mean cross-entropy, a float32 scalar, of `logits` [batch, NUM_CLASSES] for integer `labels` [batch]."""
    return tf.losses.sparse_softmax_cross_entropy(labels=tf.to_int64(labels), logits=logits)


def training(loss, learning_rate):
    """The op of one gradient descent step on `loss`; it counts in the variable "global_step", and summarises loss."""
    tf.summary.scalar("loss", loss)
    optimizer = tf.train.GradientDescentOptimizer(learning_rate)
    global_step = tf.Variable(0, name="global_step", trainable=False)
    return optimizer.minimize(loss, global_step=global_step)


def evaluation(logits, labels):
    """How many of `logits` [batch, NUM_CLASSES] have their maximum at the label: an int32 scalar."""
    correct = tf.nn.in_top_k(logits, labels, 1)
    return tf.reduce_sum(tf.cast(correct, tf.int32))


def _linear(inputs, width, units):
    weights = tf.Variable(tf.truncated_normal([width, units], stddev=1.0 / math.sqrt(width)), name="weights")
    biases = tf.Variable(tf.zeros([units]), name="biases")
    return tf.matmul(inputs, weights) + biases
