"""Sequences classified by the last output of dynamic_rnn over a BasicLSTMCell."""

import numpy as np
import tensorflow as tf

timesteps, num_input, num_hidden, num_classes = 5, 3, 7, 4
X = tf.placeholder("float", [None, timesteps, num_input])
Y = tf.placeholder("float", [None, num_classes])
weights = {"out": tf.Variable(tf.random_normal([num_hidden, num_classes]))}
biases = {"out": tf.Variable(tf.random_normal([num_classes]))}


def RNN(x):
    lstm_cell = tf.nn.rnn_cell.BasicLSTMCell(num_hidden, forget_bias=1.0)
    outputs, _ = tf.nn.dynamic_rnn(lstm_cell, x, dtype=tf.float32)
    return tf.matmul(outputs[:, -1], weights["out"]) + biases["out"]


logits = RNN(X)
prediction = tf.nn.softmax(logits)
loss_op = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=Y))
train_op = tf.train.GradientDescentOptimizer(learning_rate=0.1).minimize(loss_op)
correct_pred = tf.equal(tf.argmax(prediction, 1), tf.argmax(Y, 1))
accuracy = tf.reduce_mean(tf.cast(correct_pred, tf.float32))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    generator = np.random.RandomState(0)
    for step in range(1, 101):
        batch_y = np.eye(num_classes)[generator.randint(0, num_classes, 8)]
        sess.run(train_op, feed_dict={X: generator.rand(8, timesteps, num_input), Y: batch_y})
