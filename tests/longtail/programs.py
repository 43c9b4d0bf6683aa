"""Small programs of contrib's long tail; their values were recorded from TensorFlow 1.15.5."""


def distributions(tf, np):
    D = tf.contrib.distributions
    B = D.bijectors
    tril = D.MultivariateNormalTriL([0.0, 1.0], [[1.0, 0.0], [0.5, 2.0]])
    mixture = D.MixtureSameFamily(D.Categorical(probs=[0.3, 0.7]), D.Normal([-1.0, 1.0], [0.1, 0.5]))
    return {
        "tril": [tril.log_prob([0.3, 0.4]), tril.covariance(), tril.sample(2, seed=1)],
        "poisson": D.Poisson(3.0).log_prob([0.0, 2.0]),
        "logistic": D.Logistic(0.0, 2.0).cdf(1.0),
        "one_hot": D.OneHotCategorical(logits=[0.1, 0.2, 0.3]).log_prob([0.0, 1.0, 0.0]),
        "relaxed": D.RelaxedOneHotCategorical(0.5, logits=[0.1, 0.2, 0.3]).sample(seed=4),
        "mixture": [mixture.log_prob([0.0, 1.0]), mixture.mean()],
        "chain": B.Chain([B.Softplus(), B.Affine(shift=[1.0], scale_diag=[2.0])]).forward([[0.5]]),
        "flow": D.TransformedDistribution(D.Normal(0.0, 1.0), B.Sigmoid()).log_prob(0.3),
        "vector": D.VectorLaplaceDiag([0.0, 1.0], [1.0, 2.0]).log_prob([0.5, 0.5]),
    }


def metrics(tf, np):
    M = tf.contrib.metrics
    labels, predictions = tf.constant([0, 1, 1, 0, 1]), tf.constant([0, 1, 0, 0, 1])
    scores = tf.constant([0.1, 0.8, 0.4, 0.3, 0.9])
    return {
        "kappa": M.cohen_kappa(labels, predictions, 2)[1],
        "auc": M.auc_with_confidence_intervals(labels, scores)[1],
        "recall": M.recall_at_precision(labels, scores, 0.9)[1],
        "false": M.streaming_false_positive_rate(predictions, labels)[1],
    }


def graph_editing(tf, np):
    ge = tf.contrib.graph_editor
    a, b = tf.constant([1.0], name="a"), tf.constant([2.0], name="b")
    c = tf.add(a, b, name="c")
    d = tf.multiply(c, 3.0, name="d")
    back = [op.name for op in ge.get_backward_walk_ops(d.op)]
    ge.swap_ts(a, b)
    chosen = [op.name for op in ge.select_ops("c|d", graph=c.graph)]
    return {"d": d, "back": tf.constant(sorted(back)), "chosen": tf.constant(chosen)}


def functions(tf, np):
    x = tf.constant([[1.0, 2.0, 0.5], [0.1, 0.2, 3.0]])
    return {
        "sparsemax": tf.contrib.sparsemax.sparsemax(x),
        "softplus": tf.contrib.nn.scaled_softplus(x, 2.0),
        "nth": tf.contrib.nn.nth_element(x, 1),
        "gradient": tf.gradients(tf.contrib.layers.scale_gradient(x, 0.5), x)[0],
        "spline": tf.contrib.image.interpolate_spline(x[:, :2, None], x[:, :2, None] * 2.0, x[:, 1:, None] + 0.1, 1),
    }


def cells(tf, np):
    inputs = tf.unstack(tf.reshape(tf.range(12.0) / 12.0, [3, 2, 2]))
    cell = tf.contrib.grid_rnn.Grid2LSTMCell(3)
    outputs, _ = tf.contrib.rnn.static_rnn(cell, inputs, dtype=tf.float32)
    return {"grid": outputs[-1]}


def optimizers(tf, np):
    values = {}
    for name in ("shampoo", "adam", "clipping"):
        w = tf.get_variable("w_" + name, initializer=[[1.0, -2.0], [0.5, 3.0]])
        if name == "shampoo":
            optimizer = tf.contrib.opt.ShampooOptimizer(learning_rate=0.1)
        elif name == "adam":
            optimizer = tf.contrib.optimizer_v2.AdamOptimizer(0.1)
        else:
            plain = tf.train.GradientDescentOptimizer(0.1)
            optimizer = tf.contrib.opt.VariableClippingOptimizer(plain, {w: [1]}, 0.5)
        step = optimizer.minimize(tf.reduce_sum(tf.square(w)), tf.train.get_or_create_global_step(), [w])
        with tf.control_dependencies([step]):
            values[name] = w.read_value()
    return values


def labeled(tf, np):
    lt = tf.contrib.labeled_tensor
    x = lt.LabeledTensor(tf.constant([[1.0, 2.0], [3.0, 4.0]]), ["row", "column"])
    return {"sum": lt.reduce_sum(x, "row").tensor, "turned": lt.transpose(x, ["column", "row"]).tensor}


def sequences(tf, np):
    F = tf.contrib.feature_column
    ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [2, 0, 1], [2, 2])
    column = tf.feature_column.indicator_column(F.sequence_categorical_column_with_identity("id", 3))
    layer, lengths = F.sequence_input_layer({"id": ids}, [column])
    return {"layer": layer, "lengths": lengths}


def graph_copying(tf, np):
    ge = tf.contrib.graph_editor
    x = tf.placeholder_with_default([[1.0, 2.0]], [1, 2], name="x")
    with tf.name_scope("model"):
        y = tf.nn.relu(tf.matmul(x, [[1.0], [-0.25]], name="product"), name="y")
    z = tf.square(y, name="z")
    replaced = ge.graph_replace([z, y], {x: tf.constant([[4.0, 2.0]], name="other")})
    scope, _ = ge.copy(ge.sgv_scope("model", graph=x.graph), dst_scope="copied")
    names = [op.name for op in x.graph.get_operations()]
    return {
        "replaced": replaced,
        "gradient": ge.graph_replace(tf.gradients(z, x)[0], {x: tf.constant([[8.0, 2.0]])}),
        "names": tf.constant(names),
        "copied": tf.constant([op.name for op in scope.ops]),
        "placeholders": tf.constant([t.name for t in scope.inputs]),
    }


def integrals(tf, np):
    times = np.linspace(0, 1, 4)
    start = tf.constant([1.0, 2.0], tf.float64)
    solution, about = tf.contrib.integrate.odeint(lambda y, t: -y * t, start, times, full_output=True)
    return {
        "adaptive": solution,
        "evaluations": about["num_func_evals"],
        "fixed": tf.contrib.integrate.odeint_fixed(lambda y, t: -y, start, times, dt=0.1, method="midpoint"),
    }


def histograms(tf, np):
    labels, scores = tf.constant([False, True, False, True]), tf.constant([0.1, 0.9, 0.4, 0.3])
    auc, _ = tf.contrib.metrics.auc_using_histogram(labels, scores, [0.0, 1.0])
    return {"nodes": tf.constant([op.name for op in auc.graph.get_operations()])}
