"""Two small models, each written for TF1 and for TF2; the TF2 ones take mistakes by name."""

import numpy as np
import tensorflow as tf

from graphnotes import equivalence
from tests.migrate.legacy_graphs import initialized_session, legacy_graph, variable

v1 = tf.compat.v1


def batches(count=6, seed=0):
    rng = np.random.default_rng(seed)
    return [{"x": rng.normal(size=(8, 6, 6, 2)).astype("f"), "y": np.eye(4, dtype="f")[rng.integers(0, 4, 8)]} for _ in range(count)]


TRAINING, INFERENCE = {"keep_prob": np.float32(0.75)}, {"keep_prob": np.float32(1.0)}


def legacy_convnet(learning_rate=0.01):
    """conv (stride 2), batch norm, relu, max pool, dense, dropout, dense, label smoothing, weight decay, clipping, Adam."""
    with legacy_graph(seed=3) as graph:
        x = v1.placeholder(tf.float32, [None, 6, 6, 2], name="x")
        y = v1.placeholder(tf.float32, [None, 4], name="y")
        keep_prob = v1.placeholder(tf.float32, [], name="keep_prob")
        training = v1.placeholder_with_default(False, [], name="training")
        kernel = variable("conv/kernel", v1.random_normal([3, 3, 2, 6], stddev=0.3))
        bias = variable("conv/bias", tf.fill([6], 0.1))
        h = tf.nn.conv2d(x, kernel, 2, "SAME") + bias
        gamma, beta = variable("bn/gamma", tf.ones([6])), variable("bn/beta", tf.zeros([6]))
        moving_mean = variable("bn/moving_mean", tf.zeros([6]), trainable=False)
        moving_var = variable("bn/moving_variance", tf.ones([6]), trainable=False)
        mean, var = tf.nn.moments(h, [0, 1, 2])
        updates = [v1.assign(moving_mean, 0.9 * moving_mean + 0.1 * mean), v1.assign(moving_var, 0.9 * moving_var + 0.1 * var)]
        used = tf.cond(training, lambda: (mean, var), lambda: (tf.identity(moving_mean), tf.identity(moving_var)))
        h = tf.nn.relu(tf.nn.batch_normalization(h, *used, beta, gamma, 1e-3))
        h = tf.reshape(tf.nn.max_pool2d(h, 2, 1, "SAME"), [-1, 54])
        h = tf.nn.relu(h @ variable("fc0/kernel", v1.truncated_normal([54, 12], stddev=0.1)) + variable("fc0/bias", tf.zeros([12])))
        decayed = variable("fc1/kernel", v1.truncated_normal([12, 12], stddev=0.2))
        h = tf.nn.relu(h @ decayed + variable("fc1/bias", tf.zeros([12])))
        h = v1.nn.dropout(h, keep_prob=keep_prob)
        logits = h @ variable("out/kernel", v1.truncated_normal([12, 4], stddev=0.2)) + variable("out/bias", tf.zeros([4]))
        smooth = y * 0.9 + 0.1 / 4
        loss = tf.reduce_mean(v1.nn.softmax_cross_entropy_with_logits_v2(labels=smooth, logits=logits)) + 1e-3 * tf.nn.l2_loss(decayed)
        accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), tf.argmax(y, 1)), tf.float32))
        optimizer = v1.train.AdamOptimizer(learning_rate)
        gradients, variables = zip(*optimizer.compute_gradients(loss), strict=True)
        clipped, _ = tf.clip_by_global_norm(gradients, 0.5)
        with tf.control_dependencies(updates):
            train = optimizer.apply_gradients(zip(clipped, variables, strict=True))
        probabilities = tf.nn.softmax(logits)
    session = initialized_session(graph)
    feeds = {"x": x, "y": y, "keep_prob": keep_prob, "training": training}
    return equivalence.legacy(session, feeds, probabilities, loss, train, accuracy)


class AdamOfThePaper(tf.keras.optimizers.Adam):
    """Epsilon beside the corrected second moment, as the paper's algorithm 1 has it; TF1's is the one of its remark, "epsilon hat"."""

    def update_step(self, gradient, variable, learning_rate):
        step = tf.cast(self.iterations.value + 1, tf.float32)
        m, v = (slots[self._get_variable_index(variable)].value for slots in (self._momentums, self._velocities))
        m.assign(self.beta_1 * m + (1 - self.beta_1) * gradient)
        v.assign(self.beta_2 * v + (1 - self.beta_2) * gradient**2)
        corrected = tf.sqrt(v / (1 - self.beta_2**step)) + self.epsilon
        variable.assign_sub(learning_rate * m / (1 - self.beta_1**step) / corrected)


class ConvNet(tf.Module):
    """The same, as a TensorFlow 2 user writes it. `mistake` names what is wrong on purpose."""

    def __init__(self, mistake="", learning_rate=0.01):
        super().__init__()
        self.mistake = mistake
        rng = np.random.default_rng(1)
        spread = 0.6 if mistake == "initial stddev" else 0.3

        def normal(shape, stddev):
            return tf.Variable(rng.normal(size=shape).astype("f") * np.float32(stddev))

        def truncated(shape, stddev):
            return tf.Variable(tf.random.truncated_normal(shape, stddev=stddev, seed=5))

        self.kernel = normal([3, 3, 2, 6], spread)
        if mistake != "bias missing":
            self.bias = tf.Variable(tf.fill([6], 0.1))
        self.gamma, self.beta = tf.Variable(tf.ones([6])), tf.Variable(tf.zeros([6]))
        self.moving_mean = tf.Variable(tf.zeros([6]), trainable=False)
        self.moving_variance = tf.Variable(tf.ones([6]), trainable=False)
        self.fc0_kernel, self.fc0_bias = truncated([54, 12], 0.1), tf.Variable(tf.zeros([12]))
        self.fc1_kernel, self.fc1_bias = truncated([12, 12], 0.2), tf.Variable(tf.zeros([12]), trainable=mistake != "frozen variable")
        self.out_kernel, self.out_bias = truncated([12, 4], 0.2), tf.Variable(tf.zeros([4]))
        wrong = {"learning rate": {"learning_rate": learning_rate * 1.01}, "beta 1": {"beta_1": 0.91}, "beta 2": {"beta_2": 0.99}, "Adam epsilon": {"epsilon": 1e-7}}
        settings = {"learning_rate": learning_rate, "epsilon": 1e-8} | wrong.get(mistake, {})
        self.optimizer = tf.keras.optimizers.SGD(learning_rate) if mistake == "other optimizer" else tf.keras.optimizers.Adam(**settings)
        if mistake == "Adam epsilon elsewhere":
            self.optimizer = AdamOfThePaper(**settings)
        self.steps = 0

    def names(self):
        pairs = {"conv/kernel": self.kernel, "bn/gamma": self.gamma, "bn/beta": self.beta, "bn/moving_mean": self.moving_mean}
        pairs |= {"bn/moving_variance": self.moving_variance, "fc0/kernel": self.fc0_kernel, "fc0/bias": self.fc0_bias}
        pairs |= {"fc1/kernel": self.fc1_kernel, "fc1/bias": self.fc1_bias, "out/kernel": self.out_kernel, "out/bias": self.out_bias}
        return pairs | ({"conv/bias": self.bias} if self.mistake != "bias missing" else {})

    def logits(self, x, keep_prob, training):
        wrong = self.mistake
        if wrong == "padding off by one":
            h = tf.nn.conv2d(tf.pad(x, [[0, 0], [0, 1], [1, 0], [0, 0]]), self.kernel, 2, "VALID")
        elif wrong == "padding":  # the same shape, padded on both sides instead of at the end
            h = tf.nn.conv2d(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), self.kernel, 2, "VALID")
        else:
            h = tf.nn.conv2d(x, self.kernel, 2, "SAME")
        if wrong != "bias missing":
            h = h + self.bias
        if training or wrong == "batch norm always in training mode":
            mean, variance = tf.nn.moments(h, [0, 1] if wrong == "axis of the moments" else [0, 1, 2])
            if wrong == "axis of the moments":
                mean, variance = tf.reduce_mean(mean, 0), tf.reduce_mean(variance, 0)
            if wrong != "stale batch norm" or self.steps > 0:
                kept = 0.99 if wrong == "batch norm momentum" else 0.9
                self.moving_mean.assign(kept * self.moving_mean + (1 - kept) * mean)
                self.moving_variance.assign(kept * self.moving_variance + (1 - kept) * variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        h = tf.nn.relu(tf.nn.batch_normalization(h, mean, variance, self.beta, self.gamma, 1e-5 if wrong == "batch norm epsilon" else 1e-3))
        h = tf.nn.avg_pool2d(h, 2, 1, "SAME") if wrong == "average pool" else tf.nn.max_pool2d(h, 2, 1, "SAME")
        h = tf.reshape(h, [-1, 54])
        if wrong == "float16 cast":
            h = tf.cast(tf.cast(h, tf.float16), tf.float32)
        h = (tf.nn.leaky_relu if wrong == "leaky relu" else tf.nn.relu)(h @ self.fc0_kernel + self.fc0_bias)
        h = tf.nn.relu(tf.matmul(h, self.fc1_kernel, transpose_b=wrong == "transposed kernel") + self.fc1_bias)
        if wrong == "gradient stopped":
            h = tf.stop_gradient(h)
        if wrong == "dropout missing":
            keep_prob = tf.constant(1.0)
        if wrong == "dropout in inference" and not training:
            keep_prob = tf.constant(0.75)
        h = tf.nn.dropout(h, keep_prob if wrong == "keep_prob as rate" and keep_prob < 1 else 1 - keep_prob)
        return h @ self.out_kernel + self.out_bias

    def __call__(self, x, keep_prob, training):
        return tf.nn.softmax(self.logits(x, keep_prob, training), axis=0 if self.mistake == "axis of the softmax" else -1)

    def loss(self, x, y, keep_prob, training):
        wrong = self.mistake
        smooth = y if wrong == "label smoothing" else y * 0.9 + 0.1 / 4
        if wrong == "classes in another order":
            smooth = smooth[:, ::-1]
        if wrong == "labels as integers":
            smooth = tf.cast(tf.cast(smooth, tf.int32), tf.float32)
        logits = self.logits(x, keep_prob, training)
        losses = tf.nn.softmax_cross_entropy_with_logits(smooth, tf.nn.softmax(logits) if wrong == "softmax twice" else logits)
        total = tf.reduce_sum(losses) if wrong == "sum instead of mean" else tf.reduce_mean(losses)
        if wrong == "biases decay too":
            total += 1e-3 * tf.nn.l2_loss(self.fc1_bias)
        return total if wrong == "weight decay" else total + 1e-3 * tf.nn.l2_loss(self.fc1_kernel)

    def train_step(self, x, y, keep_prob):
        weights = [v for v in self.names().values() if v.trainable]
        with tf.GradientTape() as tape:
            loss = self.loss(x, y, keep_prob, True)
        gradients = tape.gradient(loss, weights)
        if self.mistake != "clipping missing":
            gradients, _ = tf.clip_by_global_norm(gradients, 0.5)
        self.optimizer.apply_gradients(zip(gradients, weights, strict=True))
        self.steps += 1
        return loss

    def metric(self, x, y, keep_prob):
        picked = tf.argmax(self.logits(x, keep_prob, False), 1)
        wanted = tf.argmin(y, 1) if self.mistake == "metric" else tf.argmax(y, 1)
        return tf.reduce_mean(tf.cast(picked == wanted, tf.float32))


def sequences(count=4):
    rng = np.random.default_rng(2)
    return [{"x": rng.normal(size=(5, 4, 3)).astype("f"), "y": rng.normal(size=(5, 1)).astype("f")} for _ in range(count)]


def legacy_lstm():
    """Four steps of a BasicLSTMCell written out (gates i, j, f, o; forget bias 1), a linear output, Nesterov momentum."""
    with legacy_graph(seed=4) as graph:
        x = v1.placeholder(tf.float32, [None, 4, 3], name="x")
        y = v1.placeholder(tf.float32, [None, 1], name="y")
        kernel = variable("cell/kernel", v1.random_normal([9, 24], stddev=0.4))
        bias = variable("cell/bias", tf.zeros([24]))
        out = variable("out/kernel", v1.random_normal([6, 1], stddev=0.4))
        prediction = _lstm(x, kernel, bias, out, (0, 1, 2, 3), 1.0)
        loss = tf.reduce_mean(tf.square(prediction - y))
        train = v1.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True).minimize(loss)
    return equivalence.legacy(initialized_session(graph), {"x": x, "y": y}, prediction, loss, train)


class LSTM(tf.Module):
    """The same in TensorFlow 2."""

    def __init__(self, mistake=""):
        super().__init__()
        rng = np.random.default_rng(1)
        self.mistake = mistake
        self.cell_kernel = tf.Variable(rng.normal(size=(9, 24)).astype("f") * 0.4)
        self.cell_bias = tf.Variable(tf.zeros([24]))
        self.out_kernel = tf.Variable(rng.normal(size=(6, 1)).astype("f") * 0.4)
        self.optimizer = tf.keras.optimizers.SGD(0.05, momentum=0.8 if mistake == "momentum" else 0.9, nesterov=mistake != "nesterov")

    def __call__(self, x):
        order = (0, 2, 1, 3) if self.mistake == "swapped gates" else (0, 1, 2, 3)
        return _lstm(x, self.cell_kernel, self.cell_bias, self.out_kernel, order, 0.0 if self.mistake == "forget bias" else 1.0)

    def loss(self, x, y):
        return tf.reduce_mean(tf.square(self(x) - y))


def _lstm(x, kernel, bias, out, order, forget_bias):
    state = hidden = tf.zeros([tf.shape(x)[0], 6])
    for step in range(4):
        parts = tf.split(tf.concat([x[:, step], hidden], 1) @ kernel + bias, 4, 1)
        i, j, f, o = (parts[k] for k in order)
        state = state * tf.sigmoid(f + forget_bias) + tf.sigmoid(i) * tf.tanh(j)
        hidden = tf.tanh(state) * tf.sigmoid(o)
    return hidden @ out


def lines(count=4):
    rng = np.random.default_rng(3)
    return [{"x": rng.normal(size=(5, 3)).astype("f"), "y": rng.normal(size=(5, 1)).astype("f")} for _ in range(count)]


def legacy_decayed():
    """A linear layer trained at a rate that halves after every second step."""
    with legacy_graph(seed=5) as graph:
        x, y = v1.placeholder(tf.float32, [None, 3], name="x"), v1.placeholder(tf.float32, [None, 1], name="y")
        step = variable("global_step", tf.constant(0, tf.int64), trainable=False)
        prediction = x @ variable("kernel", tf.fill([3, 1], 0.5))
        loss = tf.reduce_mean(tf.square(prediction - y))
        rate = v1.train.exponential_decay(0.1, step, 2, 0.5, staircase=True)
        train = v1.train.GradientDescentOptimizer(rate).minimize(loss, global_step=step)
    return equivalence.legacy(initialized_session(graph), {"x": x, "y": y}, prediction, loss, train)


class Decayed(tf.Module):
    """The same in TensorFlow 2; the mistake is a schedule that is `ahead` by a step."""

    def __init__(self, ahead=0):
        super().__init__()
        self.kernel = tf.Variable(tf.fill([3, 1], 0.5))
        own = tf.keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5, staircase=True)

        class Ahead(tf.keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                return own(step + ahead)

        self.optimizer = tf.keras.optimizers.SGD(Ahead())

    def __call__(self, x):
        return x @ self.kernel

    def loss(self, x, y):
        return tf.reduce_mean(tf.square(self(x) - y))
