"""A convolutional network of tf.layers, with dropout behind a placeholder that says whether it trains."""

import numpy as np
import tensorflow as tf

images = tf.placeholder(tf.float32, [None, 12, 12, 1], name="images")
labels = tf.placeholder(tf.int64, [None], name="labels")
is_training = tf.placeholder(tf.bool, [], name="is_training")

with tf.variable_scope("ConvNet"):
    net = tf.layers.conv2d(images, 4, 5, activation=tf.nn.relu)
    net = tf.layers.max_pooling2d(net, 2, 2)
    net = tf.layers.conv2d(net, 6, 3, padding="same", activation=tf.nn.relu)
    net = tf.layers.flatten(net)
    net = tf.layers.dense(net, 10, activation=tf.nn.relu)
    net = tf.layers.dropout(net, rate=0.25, training=is_training)
    logits = tf.layers.dense(net, 3)

loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=labels))
train = tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss, global_step=tf.train.get_or_create_global_step())
accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, axis=1), labels), tf.float32))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    generator = np.random.RandomState(0)
    for step in range(100):
        batch = {images: generator.rand(8, 12, 12, 1), labels: generator.randint(0, 3, 8)}
        sess.run(accuracy, {**batch, is_training: False})
        sess.run(train, {**batch, is_training: True})
