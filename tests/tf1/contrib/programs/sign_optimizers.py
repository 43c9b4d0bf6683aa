"""tf.contrib.opt: AddSign and PowerSign, with dense and sparse gradients."""


def _trained(tf, np, optimizer):
    dense = tf.get_variable("dense", initializer=np.array([0.5, -0.25], "f"))
    table = tf.get_variable("table", initializer=np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "f"))
    loss = tf.reduce_sum(dense * dense) + tf.reduce_sum(tf.square(tf.nn.embedding_lookup(table, [1, 1])))
    with tf.control_dependencies([optimizer.minimize(loss)]):
        return {"dense": dense.read_value(), "table": table.read_value()}


def add_sign(tf, np):
    return _trained(tf, np, tf.contrib.opt.AddSignOptimizer(0.1))


def power_sign(tf, np):
    return _trained(tf, np, tf.contrib.opt.PowerSignOptimizer(0.1))
