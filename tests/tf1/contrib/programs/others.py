
"""tf.contrib.metrics, opt, nn, lookup, data, util."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def metrics_of_classes(tf, np):
    M = tf.contrib.metrics
    p, y = tf.constant([1, 0, 1, 1]), tf.constant([1, 1, 1, 0])
    w = tf.constant([1.0, 2.0, 0.0, 1.0])
    out = [M.streaming_accuracy(p, y), M.streaming_precision(p, y, w), M.streaming_recall(p, y), M.streaming_mean_iou(p, y, 2)]
    _, updates = M.aggregate_metrics(*out)
    return {"u": updates, "a": M.accuracy(p, y), "b": M.accuracy(p, y, weights=w), "c": M.confusion_matrix(y, p)}


def metrics_of_scores(tf, np):
    M = tf.contrib.metrics
    p, y = tf.constant([0.2, 0.7, 0.9, 0.4]), tf.constant([0, 1, 1, 1])
    return {
        "a": M.streaming_auc(p, y)[1], "f": M.f1_score(y, p)[1], "e": M.streaming_mean_squared_error(p, tf.to_float(y))[1],
        "c": M.streaming_pearson_correlation(p, tf.to_float(y))[1], "n": M.count(p, [1.0, 0.0, 1.0, 1.0])[1],
        "k": M.streaming_recall_at_k(_ramp(tf, np, 3, 4), [0, 1, 2], 2)[1],
    }  # fmt: skip


def _trained(tf, np, optimizer, sparse=False):
    w = tf.get_variable("w_" + optimizer.get_name(), initializer=[[1.0, -2.0], [0.5, 3.0], [1.0, 1.0]])
    x = tf.gather(w, [0, 2, 0]) if sparse else w
    step = optimizer.minimize(tf.reduce_sum(tf.square(x - 3.0)), var_list=[w])
    with tf.control_dependencies([step]):
        return tf.identity(w.read_value())


def optimizers(tf, np):
    O = tf.contrib.opt
    all_of = [O.NadamOptimizer(0.1), O.LazyAdamOptimizer(0.1, name="Lazy"), O.AdaMaxOptimizer(0.1), O.PowerSignOptimizer(0.1),
              O.AddSignOptimizer(0.1), O.LARSOptimizer(0.1)]  # fmt: skip
    fetched = {str(i): _trained(tf, np, o) for i, o in enumerate(all_of)}
    # 1.15's weight decay races with the gradient, which reads the same reference variable: only the graph is compared
    _trained(tf, np, O.AdamWOptimizer(0.01, 0.1))
    _trained(tf, np, O.MomentumWOptimizer(0.01, 0.1, 0.9))
    return fetched


def optimizers_of_rows(tf, np):
    O = tf.contrib.opt
    all_of = [O.NadamOptimizer(0.1), O.LazyAdamOptimizer(0.1, name="Lazy"), O.AdaMaxOptimizer(0.1)]
    fetched = {str(i): _trained(tf, np, o, sparse=True) for i, o in enumerate(all_of)}
    _trained(tf, np, O.AdamWOptimizer(0.01, 0.1), sparse=True)
    return fetched


def averaging(tf, np):
    w = tf.get_variable("w", initializer=[1.0, 2.0])
    opt = tf.contrib.opt.MovingAverageOptimizer(tf.train.GradientDescentOptimizer(0.1), average_decay=0.5)
    step = opt.minimize(tf.reduce_sum(tf.square(w)))
    opt.swapping_saver()
    with tf.control_dependencies([step]):
        return {"w": tf.identity(w.read_value())}


def dropout_of_selu(tf, np):
    N = tf.contrib.nn
    return {"a": N.alpha_dropout(_ramp(tf, np, 3, 4), 0.7), "b": N.alpha_dropout(_ramp(tf, np, 3, 4), 0.5, [3, 1], seed=3)}


def tables(tf, np):
    L = tf.contrib.lookup
    words = tf.constant(["a", "b", "c"])
    a = L.index_table_from_tensor(words, num_oov_buckets=2)
    b = L.index_to_string_table_from_tensor(words, default_value="?")
    c = L.HashTable(L.KeyValueTensorInitializer(words, tf.constant([5, 6, 7], tf.int64)), -1)
    return {"a": a.lookup(tf.constant(["b", "x"])), "b": b.lookup(tf.constant([2, 9], tf.int64)), "c": c.lookup(tf.constant(["c", "d"]))}


def data_sets(tf, np):
    D = tf.contrib.data
    a = tf.data.Dataset.range(7).apply(D.map_and_batch(lambda x: x * 2, 3))
    b = tf.data.Dataset.range(7).apply(D.batch_and_drop_remainder(2)).apply(D.enumerate_dataset())
    return {"a": a.make_one_shot_iterator().get_next(), "b": b.make_one_shot_iterator().get_next()}
