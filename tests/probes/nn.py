"""Convolutions, pooling, normalization, CTC and losses; dropped NaN."""

import numpy as np

from tests.probes.inputs import IM, X, XN


def probes(tf, run, call, folder):
    c = tf.constant
    R = np.random.RandomState(1)
    run("dropout_nan_inf", lambda: tf.nn.dropout(c(XN), 0.5, seed=3))
    run("dropout_negzero", lambda: tf.sign(1.0 / tf.nn.dropout(-tf.ones([20]), 0.5, seed=3)))
    run("conv1d", lambda: tf.nn.conv1d(c(X[None]), tf.ones([3, 5, 2]), 1, "SAME"))
    run("conv3d", lambda: tf.nn.conv3d(tf.ones([1, 4, 4, 4, 1]), tf.ones([2, 2, 2, 1, 1]), [1] * 5, "SAME"))
    run("atrous", lambda: tf.nn.atrous_conv2d(c(IM), tf.ones([2, 2, 3, 1]), 2, "SAME"))
    run(
        "sepconv",
        lambda: tf.nn.separable_conv2d(c(IM), tf.ones([2, 2, 3, 1]), tf.ones([1, 1, 3, 2]), [1, 1, 1, 1], "SAME"),
    )
    run("dilation2d", lambda: tf.nn.dilation2d(c(IM), tf.ones([2, 2, 3]), [1, 1, 1, 1], [1, 1, 1, 1], "SAME"))
    run("argmaxpool", lambda: tf.nn.max_pool_with_argmax(c(IM), [1, 2, 2, 1], [1, 2, 2, 1], "SAME"))
    run("fracpool", lambda: tf.nn.fractional_max_pool(c(IM), [1, 1.5, 1.5, 1], seed=1))
    run("wxent", lambda: tf.nn.weighted_cross_entropy_with_logits(targets=c(np.abs(X)), logits=c(X), pos_weight=2.0))
    run(
        "fbn_infer",
        lambda: tf.nn.fused_batch_norm(
            c(IM), tf.ones([3]), tf.zeros([3]), tf.zeros([3]), tf.ones([3]), is_training=False
        ),
    )
    run("fbn_train", lambda: tf.nn.fused_batch_norm(c(IM), tf.ones([3]), tf.zeros([3]))[:3])
    run("moments", lambda: tf.nn.moments(c(X), [0]))
    run("wmoments", lambda: tf.nn.weighted_moments(c(X), [0], tf.ones([6, 1])))
    run(
        "ctc",
        lambda: tf.nn.ctc_loss(tf.SparseTensor([[0, 0], [0, 1]], [0, 1], [1, 2]), c(R.randn(6, 1, 4).astype("f")), [6]),
    )
    run("ctc_greedy", lambda: tf.nn.ctc_greedy_decoder(c(R.randn(6, 1, 4).astype("f")), [6])[0][0].values)
    run("ctc_beam", lambda: tf.nn.ctc_beam_search_decoder(c(R.randn(6, 1, 4).astype("f")), [6])[0][0].values)
    run("cosine_dist", lambda: tf.losses.cosine_distance(c(X), c(X * 2), axis=1))
    run("huber", lambda: tf.losses.huber_loss(c(X), c(X * 2)))
    run("hinge", lambda: tf.losses.hinge_loss(tf.ones([6, 5]), c(X)))
    run("logloss", lambda: tf.losses.log_loss(tf.ones([6, 5]), tf.sigmoid(c(X))))
    run("xent_smooth", lambda: tf.losses.softmax_cross_entropy(np.eye(5)[:5], c(X[:5]), label_smoothing=0.1))
    run("pairwise", lambda: tf.losses.mean_pairwise_squared_error(c(X), c(X * 2)))
    run("mse_w", lambda: tf.losses.mean_squared_error(c(X), c(X * 2), weights=np.array([1.0, 0, 1, 0, 0, 0])[:, None]))
