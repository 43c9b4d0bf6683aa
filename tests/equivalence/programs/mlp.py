"""A two-layer perceptron as tutorials of 2016 wrote it: weights in dictionaries, Adam."""

import numpy as np
import tensorflow as tf

n_input, n_hidden, n_classes = 20, 12, 4
X = tf.placeholder("float", [None, n_input])
Y = tf.placeholder("float", [None, n_classes])
weights = {
    "h1": tf.Variable(tf.random_normal([n_input, n_hidden])),
    "h2": tf.Variable(tf.random_normal([n_hidden, n_hidden - 1])),
    "out": tf.Variable(tf.random_normal([n_hidden - 1, n_classes])),
}
biases = {
    "b1": tf.Variable(tf.random_normal([n_hidden])),
    "b2": tf.Variable(tf.random_normal([n_hidden - 1])),
    "out": tf.Variable(tf.random_normal([n_classes])),
}


def multilayer_perceptron(x):
    layer_1 = tf.nn.relu(tf.add(tf.matmul(x, weights["h1"]), biases["b1"]))
    layer_2 = tf.nn.relu(tf.add(tf.matmul(layer_1, weights["h2"]), biases["b2"]))
    return tf.matmul(layer_2, weights["out"]) + biases["out"]


logits = multilayer_perceptron(X)
loss_op = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=Y))
train_op = tf.train.AdamOptimizer(learning_rate=0.001).minimize(loss_op)
correct = tf.equal(tf.argmax(logits, 1), tf.argmax(Y, 1))
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    generator = np.random.RandomState(0)
    for epoch in range(100):
        batch_x = generator.rand(16, n_input)
        batch_y = np.eye(n_classes)[generator.randint(0, n_classes, 16)]
        _, c = sess.run([train_op, loss_op], feed_dict={X: batch_x, Y: batch_y})
