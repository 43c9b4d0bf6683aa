"""Tensors, variables, feeds and fetches as Python sees them."""

import numpy as np

from tests.probes.inputs import IM, X


def probes(tf, run, call, folder):
    c = tf.constant
    call(
        "dim_type",
        lambda: (
            type(tf.placeholder(tf.float32, [None, 3]).shape[1]).__name__,
            str(tf.placeholder(tf.float32, [None, 3]).shape),
            str(tf.placeholder(tf.float32, [None, 3]).get_shape().as_list()),
        ),
    )
    call(
        "dim_arith",
        lambda: (lambda d: (str(d * 2), str(d // 2), str(2 * d), repr(int(d))))(
            tf.placeholder(tf.float32, [None, 6]).shape[1]
        ),
    )
    call("dim_div", lambda: str(tf.placeholder(tf.float32, [None, 6]).shape[1] / 2))
    call(
        "dim_reshape",
        lambda: str(
            tf.reshape(tf.zeros([2, 3, 4]), [-1, tf.zeros([2, 3, 4]).shape[1] * tf.zeros([2, 3, 4]).shape[2]]).shape
        ),
    )
    call(
        "str_tensor",
        lambda: (
            str(c([1.0])),
            repr(c([1.0])),
            str(tf.Variable(1.0)),
            repr(tf.get_variable("w", [2])),
            str(tf.float32),
            repr(tf.float32),
        ),
    )
    call("bool_tensor", lambda: bool(c(True)))
    call("iter_tensor", lambda: list(c([1, 2])))
    call("len_tensor", lambda: len(c([1, 2])))
    call("in_list", lambda: c(1.0) in [c(1.0)])
    call("eq", lambda: str(c(1.0) == c(1.0)))
    call("hash", lambda: isinstance(hash(c(1.0)), int))
    call("var_eq", lambda: str(tf.Variable(1.0) == tf.Variable(1.0)))
    call("np_array_tensor", lambda: np.array(c(1.0)).dtype.name)
    call("float_tensor", lambda: float(c(1.0)))
    call("xent_positional", lambda: str(tf.nn.softmax_cross_entropy_with_logits(c(X), c(X)).dtype))
    call("sparse_xent_positional", lambda: str(tf.nn.sparse_softmax_cross_entropy_with_logits(c(X), c([0] * 6))))
    call("sigmoid_xent_positional", lambda: str(tf.nn.sigmoid_cross_entropy_with_logits(c(X), c(X)).dtype))
    call("dup_var", lambda: (tf.get_variable("a", [1]), tf.get_variable("a", [1])))
    call("get_var_missing", lambda: [tf.variable_scope("s", reuse=True).__enter__(), tf.get_variable("a", [1])])
    run("uninit", lambda: tf.get_variable("a", [1]), True, False)

    def feederr(v, shape=[None, 3], dt=tf.float32):
        p = tf.placeholder(dt, shape, name="p")
        with tf.Session() as s:
            return s.run(p * 1 if dt != tf.string else p, {p: v})

    call("feed_badshape", lambda: feederr(np.zeros((2, 4))))
    call("feed_none", lambda: feederr(None))
    call("feed_list", lambda: feederr([[1, 2, 3]]))
    call("feed_str", lambda: feederr("abc"))
    call("feed_int_as_float", lambda: feederr(np.ones((1, 3), "i8")))
    call("feed_f64_to_int", lambda: feederr([[1.7, 2, 3]], dt=tf.int32))
    call("feed_big_u8", lambda: feederr([[300, 2, 3]], dt=tf.uint8))
    call("feed_neg_u8", lambda: feederr([[-1, 2, 3]], dt=tf.uint8))
    call("const_u8_300", lambda: tf.constant(300, tf.uint8).dtype.name)

    def nofeed():
        p = tf.placeholder(tf.float32, [3], name="p")
        with tf.Session() as s:
            return s.run(p * 1)

    call("nofeed", nofeed)
    call("fetch_none", lambda: tf.Session().run(None))
    call("fetch_bad", lambda: tf.Session().run(3))
    call("fetch_name", lambda: (c(1.0), tf.Session().run("Const:0"))[1])
    call("fetch_types", lambda: [type(x).__name__ for x in tf.Session().run([c(1.0), c(1), c("a"), c([1]), c(True)])])
    call("print_fetch_list", lambda: str(tf.Session().run([c(1.5), c(2)])))
    call("print_fetch_scalar", lambda: "%s %d" % (tf.Session().run(c(1.5)), tf.Session().run(c(2))))
    call("print_arr", lambda: str(tf.Session().run(c(X[:2]))))
    call("shape_mismatch_matmul", lambda: tf.matmul(c(X), c(X)))
    call("dtype_mismatch", lambda: c(1.0) + c(1))
    call("np64_plus32", lambda: (c(1.0) + np.float64(2)).dtype.name)
    call("f32_plus_f64arr", lambda: (c([1.0]) + np.array([2.0])).dtype.name)
    call("int_plus_float", lambda: c(1) + 2.5)
    call("int_div", lambda: (c(3) / c(2)).dtype.name)
    call("const_pyint_big", lambda: tf.constant(2**40).dtype.name)
    call("const_npint", lambda: tf.constant(np.array([1, 2])).dtype.name)
    call("version", lambda: (tf.__version__.split(".")[0], tf.VERSION.split(".")[0]))
    call("default_graph_finalize", lambda: (tf.get_default_graph().finalize(), tf.constant(1)))
    call(
        "trainable",
        lambda: [
            v.name
            for v in (tf.Variable(1.0), tf.Variable(1, trainable=False), tf.get_variable("x", [1], trainable=False))
            if v in tf.trainable_variables()
        ],
    )
    call(
        "var_types",
        lambda: (
            type(tf.Variable(1.0)).__name__,
            type(tf.get_variable("q", [1])).__name__,
            str(tf.Variable(1.0).dtype),
        ),
    )
    call(
        "assign_returns",
        lambda: (type(tf.assign(tf.Variable(1.0), 2.0)).__name__, str(tf.assign_add(tf.Variable(1.0), 2.0).dtype)),
    )
    call(
        "layers_names",
        lambda: [
            v.name
            for v in (tf.layers.dense(c(X), 3), tf.layers.dense(c(X), 3), tf.layers.conv2d(c(IM), 2, 3))
            and tf.global_variables()
        ],
    )

    def reuse():
        with tf.variable_scope("m"):
            tf.layers.dense(c(X), 3, name="d")
        with tf.variable_scope("m", reuse=True):
            tf.layers.dense(c(X), 3, name="d")
        with tf.variable_scope("n", reuse=tf.AUTO_REUSE):
            tf.layers.dense(c(X), 3)
            tf.layers.dense(c(X), 3)
        return [v.name for v in tf.global_variables()]

    call("layers_reuse", reuse)

    def reusecell():
        cell = tf.nn.rnn_cell.BasicLSTMCell(3)
        tf.nn.dynamic_rnn(cell, tf.zeros([2, 3, 4]), dtype=tf.float32)
        with tf.variable_scope("b"):
            tf.nn.dynamic_rnn(
                tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(3)] * 2), tf.zeros([2, 3, 3]), dtype=tf.float32
            )
        return [v.name for v in tf.global_variables()]

    call("cell_reuse", reusecell)

    def cellscope():
        with tf.variable_scope("a"):
            tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(3), tf.zeros([2, 3, 4]), dtype=tf.float32)
        with tf.variable_scope("a"):
            tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(3), tf.zeros([2, 3, 4]), dtype=tf.float32)

    call("cell_dup_error", cellscope)
    call(
        "state_tuple",
        lambda: (
            type(tf.nn.rnn_cell.BasicLSTMCell(3).zero_state(2, tf.float32)).__name__,
            str(tf.nn.rnn_cell.BasicLSTMCell(3).state_size),
            str(tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(3)]).state_size),
        ),
    )
