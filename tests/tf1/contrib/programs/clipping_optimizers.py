"""Optimizers of tf.contrib.opt that clip, and that train one of several losses."""


def variable_clipping(tf, np):
    w = tf.get_variable("w", initializer=[[1.0, -2.0], [0.5, 3.0]])
    table = tf.get_variable("table", initializer=[[3.0, 4.0], [0.1, 0.2], [6.0, 8.0]])
    loss = tf.reduce_sum(tf.square(w)) + tf.reduce_sum(tf.gather(table, [0, 1]))
    inner = tf.train.MomentumOptimizer(0.1, 0.9)
    optimizer = tf.contrib.opt.VariableClippingOptimizer(inner, {w: [1], table: [1]}, 0.5)
    step = optimizer.minimize(loss, tf.train.get_or_create_global_step())
    with tf.control_dependencies([step]):
        return {"w": tf.identity(w.read_value()), "table": tf.identity(table.read_value())}


def multitask(tf, np):
    a = tf.get_variable("a", initializer=[1.0, 2.0])
    b = tf.get_variable("b", initializer=[1.0, 2.0])
    optimizer = tf.contrib.opt.MultitaskOptimizerWrapper(tf.train.MomentumOptimizer(0.1, 0.9))
    pairs = optimizer.compute_gradients(tf.reduce_sum(tf.square(a)) + 0.0 * tf.reduce_sum(b), [a, b])
    clipped, norm = tf.contrib.opt.clip_gradients_by_global_norm(pairs, 1.0)
    step = optimizer.apply_gradients(clipped)
    with tf.control_dependencies([step]):
        return {"a": tf.identity(a.read_value()), "b": tf.identity(b.read_value()), "norm": norm}
