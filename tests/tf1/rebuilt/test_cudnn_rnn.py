"""cuDNN's recurrent ops compute on a CPU, where TensorFlow 1.15 had them for GPUs alone."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

ops = tf.python.ops.gen_cudnn_rnn_ops
TIME, BATCH, DEPTH, UNITS = 4, 3, 2, 5
GATES = {"lstm": 4, "gru": 3, "rnn_relu": 1, "rnn_tanh": 1}
WAYS = {"unidirectional": 1, "bidirectional": 2}


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _step(mode, w, b, x, h, c):
    """One step by cuDNN's equations; `w` and `b` are those of the input's gates, then of the state's."""
    gates = GATES[mode]
    fed = [x @ w[i].T + b[i] for i in range(gates)]
    back = [h @ w[gates + i].T + b[gates + i] for i in range(gates)]
    if mode == "lstm":
        i, f, g, o = (f + r for f, r in zip(fed, back))
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        return _sigmoid(o) * np.tanh(c), c
    if mode == "gru":
        reset, update = _sigmoid(fed[0] + back[0]), _sigmoid(fed[1] + back[1])
        return (1 - update) * np.tanh(fed[2] + reset * back[2]) + update * h, c
    total = fed[0] + back[0]
    return (np.maximum(total, 0) if mode == "rnn_relu" else np.tanh(total)), c


def _expected(mode, ways, layers, weights, biases, x, lengths):
    each = 2 * GATES[mode]
    for layer in range(layers):
        outputs = np.zeros((TIME, BATCH, UNITS * ways))
        for way in range(ways):
            mine = slice(each * (layer * ways + way), each * (layer * ways + way + 1))
            for n in range(BATCH):
                h = c = np.zeros(UNITS)
                for t in range(lengths[n])[:: -1 if way else 1]:
                    h, c = _step(mode, weights[mine], biases[mine], x[t, n], h, c)
                    outputs[t, n, way * UNITS : (way + 1) * UNITS] = h
        x = outputs
    return x


@pytest.fixture
def graph():
    with tf.Graph().as_default():
        yield


@pytest.mark.slow
@pytest.mark.parametrize("direction", WAYS)
@pytest.mark.parametrize("mode", GATES)
def test_the_equations_are_cudnns(graph, mode, direction):
    ways, layers, random = WAYS[direction], 2, np.random.RandomState(3)
    each, weights, biases = 2 * GATES[mode], [], []
    for layer in range(layers):
        for matrix in range(each * ways):
            fed = (UNITS * ways if layer else DEPTH) if matrix % each < GATES[mode] else UNITS
            weights.append(random.randn(UNITS, fed))
            biases.append(random.randn(UNITS))
    x = random.randn(TIME, BATCH, DEPTH)
    params = ops.cudnn_rnn_canonical_to_params(layers, UNITS, DEPTH, weights, biases, rnn_mode=mode, direction=direction)
    state = tf.zeros([layers * ways, BATCH, UNITS], tf.float64)
    common = {"rnn_mode": mode, "direction": direction}
    plain = ops.cudnn_rnn(x, state, state, params, **common)
    some = ops.cudnn_rnnv3(x, state, state, params, [4, 2, 3], **common)
    batches = ops.cudnn_rnnv3(
        tf.transpose(x, [1, 0, 2]), *[tf.transpose(state, [1, 0, 2])] * 2, params, [4, 2, 3], time_major=False, **common
    )
    back = ops.cudnn_rnn_params_to_canonical(layers, UNITS, DEPTH, params, len(weights), **common)
    size = ops.cudnn_rnn_params_size(layers, UNITS, DEPTH, tf.float64, tf.int32, **common)
    with tf.Session() as session:
        found, cut, transposed, (w, b), n, p = session.run([plain[:3], some[0], batches[0], back, size, params])
    np.testing.assert_allclose(found[0], _expected(mode, ways, layers, weights, biases, x, [TIME] * BATCH), rtol=1e-9)
    np.testing.assert_allclose(found[1][-ways], found[0][-1, :, :UNITS])
    np.testing.assert_allclose(cut, _expected(mode, ways, layers, weights, biases, x, [4, 2, 3]), rtol=1e-9)
    np.testing.assert_array_equal(transposed, cut.transpose(1, 0, 2))
    assert n.tolist() == [p.size] and all(np.array_equal(x, y) for x, y in zip([*w, *b], [*weights, *biases]))


def test_it_trains(graph):
    size = ops.cudnn_rnn_params_size(1, UNITS, DEPTH, tf.float32, tf.int32)
    params = tf.get_variable("params", initializer=tf.random_uniform(size, -0.5, 0.5, seed=1))
    state = tf.zeros([1, BATCH, UNITS])
    outputs = ops.cudnn_rnn(tf.ones([TIME, BATCH, DEPTH]), state, state, params, is_training=True)[0]
    loss = tf.reduce_mean(tf.square(outputs - 0.5))
    step = tf.train.AdamOptimizer(0.1).minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        before = session.run(loss)
        for _ in range(20):
            session.run(step)
        assert session.run(loss) < before / 2


@pytest.mark.parametrize("refused", [{"input_mode": "skip_input"}, {"num_proj": 2}])
def test_what_needs_a_gpu_says_so(graph, refused):
    with pytest.raises(NotImplementedError, match="needs a GPU; .* runs without one"):
        ops.cudnn_rnn_params_size(1, UNITS, DEPTH, tf.float32, tf.int32, **refused)
