"""tf.contrib.training's queues and training op."""


def buckets(tf, np):
    T = tf.contrib.training
    x = tf.random_uniform([7])
    n, out = T.bucket_by_sequence_length(tf.constant(5), [x, tf.constant("a")], 3, [4, 6, 8], dynamic_pad=True)
    assert n.shape.as_list() == [3] and out[0].shape.as_list() == [3, 7]
    T.bucket([x], tf.constant(1), [2, 4], 2, allow_smaller_final_batch=True)
    return {}


def train_op(tf, np):
    T = tf.contrib.training
    w = tf.get_variable("w", initializer=[1.0, 2.0])
    T.create_train_op(
        tf.reduce_sum(tf.square(w)), tf.train.AdamOptimizer(0.1), transform_grads_fn=T.clip_gradient_norms_fn(1.0),
        summarize_gradients=True,
    )  # fmt: skip
    return {}
