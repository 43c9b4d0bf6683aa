"""The programs as a TensorFlow 2 user writes them: a tf.function with a gradient tape."""

import tempfile

import tensorflow as tf

from benchmarks.programs.data import batches


def one_add():
    add = tf.function(lambda x: x + 1.0, input_signature=[tf.TensorSpec([], tf.float32)])
    return lambda: add(1.5).numpy()


def _training(cost, variables, optimizer, data):
    def step(x, y):
        with tf.GradientTape() as tape:
            value = cost(x, y)
        optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
        return value

    step = tf.function(step)
    return lambda: step(*map(tf.constant, next(data))).numpy()


def softmax():
    weights, bias = tf.Variable(tf.zeros([784, 10])), tf.Variable(tf.zeros([10]))

    def cost(x, y):
        pred = tf.nn.softmax(tf.matmul(x, weights) + bias)
        return tf.reduce_mean(-tf.reduce_sum(y * tf.math.log(pred), axis=1))

    return _training(cost, [weights, bias], tf.keras.optimizers.SGD(0.01), batches(100, 784))


def summaries():
    weights, bias = tf.Variable(tf.zeros([784, 10])), tf.Variable(tf.zeros([10]))
    optimizer, data = tf.keras.optimizers.SGD(0.01), batches(100, 784)
    folder = tempfile.TemporaryDirectory()
    writer = tf.summary.create_file_writer(folder.name)
    count = tf.Variable(0, dtype=tf.int64)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            pred = tf.nn.softmax(tf.matmul(x, weights) + bias)
            value = tf.reduce_mean(-tf.reduce_sum(y * tf.math.log(pred), axis=1))
        optimizer.apply_gradients(zip(tape.gradient(value, [weights, bias]), [weights, bias]))
        with writer.as_default(step=count):
            tf.summary.scalar("cost", value)
            tf.summary.histogram("weights", weights)
            tf.summary.histogram("bias", bias)
        count.assign_add(1)
        return value

    def run(folder=folder):
        return step(*map(tf.constant, next(data))).numpy()

    return run


def cnn():
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            layers.Reshape([28, 28, 1]),
            layers.Conv2D(32, 5, padding="same", activation="relu"),
            layers.MaxPool2D(),
            layers.Conv2D(64, 5, padding="same", activation="relu"),
            layers.MaxPool2D(),
            layers.Flatten(),
            layers.Dense(1024, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.build([None, 784])

    def cost(x, y):
        return -tf.reduce_sum(y * tf.math.log(model(x, training=True)))

    return _training(cost, model.trainable_variables, tf.keras.optimizers.Adam(1e-4), batches(50, 784))


def lstm():
    model = tf.keras.Sequential([tf.keras.layers.LSTM(128), tf.keras.layers.Dense(10)])
    model.build([None, 20, 64])

    def cost(x, y):
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=model(x)))

    return _training(cost, model.trainable_variables, tf.keras.optimizers.Adam(1e-3), batches(32, 20, 64))


def adam():
    layers = [
        (tf.Variable(tf.random.normal([64, units], stddev=0.15)), tf.Variable(tf.zeros([units])))
        for units in [64] * 20 + [10]
    ]

    def cost(x, y):
        for weights, bias in layers:
            x = tf.tanh(tf.matmul(x, weights) + bias)
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=x))

    variables = [variable for layer in layers for variable in layer]
    return _training(cost, variables, tf.keras.optimizers.Adam(1e-3), batches(32, 64))


PROGRAMS = {p.__name__: p for p in (one_add, softmax, summaries, cnn, lstm, adam)}
