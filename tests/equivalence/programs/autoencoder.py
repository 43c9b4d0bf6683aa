"""An autoencoder of sigmoid layers, trained by RMSProp to give back its input."""

import numpy as np
import tensorflow as tf

num_input, num_hidden_1, num_hidden_2 = 24, 10, 5
X = tf.placeholder("float", [None, num_input])
weights = {
    "encoder_h1": tf.Variable(tf.random_normal([num_input, num_hidden_1])),
    "encoder_h2": tf.Variable(tf.random_normal([num_hidden_1, num_hidden_2])),
    "decoder_h1": tf.Variable(tf.random_normal([num_hidden_2, num_hidden_1])),
    "decoder_h2": tf.Variable(tf.random_normal([num_hidden_1, num_input])),
}


def encoder(x):
    layer_1 = tf.nn.sigmoid(tf.matmul(x, weights["encoder_h1"]))
    return tf.nn.sigmoid(tf.matmul(layer_1, weights["encoder_h2"]))


def decoder(x):
    layer_1 = tf.nn.sigmoid(tf.matmul(x, weights["decoder_h1"]))
    return tf.nn.sigmoid(tf.matmul(layer_1, weights["decoder_h2"]))


y_pred = decoder(encoder(X))
loss = tf.reduce_mean(tf.pow(X - y_pred, 2))
optimizer = tf.train.RMSPropOptimizer(0.01).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    generator = np.random.RandomState(0)
    for i in range(1, 101):
        _, l = sess.run([optimizer, loss], feed_dict={X: generator.rand(16, num_input)})
