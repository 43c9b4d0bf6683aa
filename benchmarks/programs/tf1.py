"""The programs as TensorFlow 1 scripts have them; `tf` is the facade, or `tensorflow.compat.v1`."""

import tempfile

from benchmarks.programs.data import batches


def _session(tf):
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return session


def one_add(tf):
    """One add of a fed scalar: nothing but the cost of a run."""
    x = tf.placeholder(tf.float32, [])
    y = x + 1.0
    session = _session(tf)
    return lambda: session.run(y, {x: 1.5})


def _regression(tf):
    x = tf.placeholder(tf.float32, [None, 784])
    y = tf.placeholder(tf.float32, [None, 10])
    weights = tf.Variable(tf.zeros([784, 10]))
    bias = tf.Variable(tf.zeros([10]))
    pred = tf.nn.softmax(tf.matmul(x, weights) + bias)
    cost = tf.reduce_mean(-tf.reduce_sum(y * tf.log(pred), axis=1))
    return x, y, weights, bias, cost


def softmax(tf):
    """The notes' softmax regression, batch 100."""
    x, y, _, _, cost = _regression(tf)
    step = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
    session, data = _session(tf), batches(100, 784)

    def run():
        images, labels = next(data)
        return session.run([step, cost], feed_dict={x: images, y: labels})[1]

    return run


def summaries(tf):
    """The softmax regression with merged scalar and histogram summaries written at every step."""
    x, y, weights, bias, cost = _regression(tf)
    step = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
    tf.summary.scalar("cost", cost)
    tf.summary.histogram("weights", weights)
    tf.summary.histogram("bias", bias)
    merged = tf.summary.merge_all()
    session, data = _session(tf), batches(100, 784)
    folder = tempfile.TemporaryDirectory()
    writer = tf.summary.FileWriter(folder.name, session.graph)
    count = 0

    def run(folder=folder):
        nonlocal count
        images, labels = next(data)
        summary, _, value = session.run([merged, step, cost], {x: images, y: labels})
        writer.add_summary(summary, count)
        count += 1
        return value

    return run


def _convolutional(tf):
    """The notes' convolutional network: its placeholders, its cost and Adam's step."""

    def weight(shape):
        return tf.Variable(tf.random_normal(shape, stddev=0.1))

    def layer(value, weights, bias):
        conv = tf.nn.relu(tf.nn.conv2d(value, weights, strides=[1, 1, 1, 1], padding="SAME") + bias)
        return tf.nn.max_pool(conv, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")

    def bias(size):
        return tf.Variable(tf.constant(0.1, shape=[size]))

    x = tf.placeholder(tf.float32, [None, 784])
    y = tf.placeholder(tf.float32, [None, 10])
    keep_prob = tf.placeholder(tf.float32)
    pool = layer(tf.reshape(x, [-1, 28, 28, 1]), weight([5, 5, 1, 32]), bias(32))
    pool = layer(pool, weight([5, 5, 32, 64]), bias(64))
    dense = tf.nn.relu(tf.matmul(tf.reshape(pool, [-1, 7 * 7 * 64]), weight([7 * 7 * 64, 1024])) + bias(1024))
    dense = tf.nn.dropout(dense, keep_prob)
    pred = tf.nn.softmax(tf.matmul(dense, weight([1024, 10])) + bias(10))
    cost = -tf.reduce_sum(y * tf.log(pred))
    return x, y, keep_prob, cost, tf.train.AdamOptimizer(1e-4).minimize(cost)


def cnn(tf):
    """The notes' convolutional network, batch 50."""
    x, y, keep_prob, cost, step = _convolutional(tf)
    session, data = _session(tf), batches(50, 784)

    def run():
        images, labels = next(data)
        return session.run([step, cost], {x: images, y: labels, keep_prob: 0.5})[1]

    return run


def _recurrent(tf):
    """An LSTM classifier by dynamic_rnn: its placeholders, its cost and Adam's step."""
    x = tf.placeholder(tf.float32, [None, 20, 64])
    y = tf.placeholder(tf.float32, [None, 10])
    cell = tf.nn.rnn_cell.BasicLSTMCell(128)
    outputs, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    logits = tf.matmul(outputs[:, -1], tf.Variable(tf.random_normal([128, 10], stddev=0.1)))
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return x, y, cost, tf.train.AdamOptimizer(1e-3).minimize(cost)


def lstm(tf):
    """An LSTM classifier by dynamic_rnn: batch 32, 20 steps of 64 inputs, 128 units."""
    x, y, cost, step = _recurrent(tf)
    session, data = _session(tf), batches(32, 20, 64)

    def run():
        inputs, labels = next(data)
        return session.run([step, cost], {x: inputs, y: labels})[1]

    return run


def adam(tf):
    """A small MLP of 20 layers of 64 units, batch 32: Adam updates 42 variables."""
    x = tf.placeholder(tf.float32, [None, 64])
    y = tf.placeholder(tf.float32, [None, 10])
    hidden = x
    for units in [64] * 20 + [10]:
        weights = tf.Variable(tf.random_normal([64, units], stddev=0.15))
        hidden = tf.tanh(tf.matmul(hidden, weights) + tf.Variable(tf.zeros([units])))
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=hidden))
    step = tf.train.AdamOptimizer(1e-3).minimize(cost)
    session, data = _session(tf), batches(32, 64)

    def run():
        inputs, labels = next(data)
        return session.run([step, cost], {x: inputs, y: labels})[1]

    return run


def queue(tf):
    """The softmax regression fed by an input queue: tf.train.batch over slices of arrays, two threads."""
    images, labels = next(batches(2000, 784))
    image, label = tf.train.slice_input_producer([tf.constant(images), tf.constant(labels)], shuffle=False)
    x, y = tf.train.batch([image, label], 100, num_threads=2, capacity=400)
    weights = tf.Variable(tf.zeros([784, 10]))
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=tf.matmul(x, weights)))
    step = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
    session = _session(tf)
    tf.train.start_queue_runners(session, tf.train.Coordinator())
    return lambda: session.run([step, cost])[1]


def graph_building(tf):
    """Both networks' graphs, gradients and savers included, built and thrown away; nothing runs."""

    def run():
        for network in (_convolutional, _recurrent):
            with tf.Graph().as_default():
                network(tf)
                tf.global_variables_initializer()
                tf.train.Saver()

    return run


PROGRAMS = {p.__name__: p for p in (one_add, softmax, summaries, cnn, lstm, adam, queue, graph_building)}
