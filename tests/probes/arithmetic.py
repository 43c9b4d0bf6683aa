"""Arithmetic at its edges: integer division, NaN, ties, indices out of bounds, strings."""

import numpy as np

from tests.probes.inputs import IM, X, XN


def probes(tf, run, call, folder):
    c = tf.constant
    run("round_half", lambda: tf.round(c([0.5, 1.5, 2.5, -0.5])))
    run(
        "mod_neg",
        lambda: (
            c(-3) % c(2),
            tf.mod(c(-3.5), 2.0),
            tf.truncatemod(c(-3), 2),
            c(-3) // c(2),
            tf.floordiv(c(-3.5), 2.0),
            tf.div(c(-3), 2),
            tf.truediv(c(-3), 2),
        ),
    )
    run("pow_int", lambda: tf.pow(c(2), c(3)))
    run("pow_negint", lambda: tf.pow(c(2), c(-1)))
    run("cast_f2i", lambda: tf.cast(c([1.9, -1.9]), tf.int32))
    run("cast_nan", lambda: tf.cast(c([np.nan, np.inf]), tf.int32))
    run("cast_f2u8", lambda: tf.cast(c([300.0, -1.0]), tf.uint8))
    run("saturate", lambda: tf.saturate_cast(c([300.0, -1.0]), tf.uint8))
    run("argmax_tie", lambda: tf.argmax(c([1.0, 1.0, 0.0])))
    run("argmax_nan", lambda: tf.argmax(c([np.nan, 1.0, 2.0])))
    run("max_nan", lambda: tf.reduce_max(c([1.0, np.nan])))
    run("maximum_nan", lambda: (tf.maximum(c(1.0), np.nan), tf.maximum(c(np.nan), 1.0), tf.minimum(c(np.nan), 1.0)))
    run("relu_nan", lambda: tf.nn.relu(c(XN)))
    run(
        "maxpool_nan",
        lambda: tf.nn.max_pool(
            c(np.where(np.arange(16).reshape(1, 4, 4, 1) == 5, np.nan, 1.0).astype("f")),
            [1, 2, 2, 1],
            [1, 2, 2, 1],
            "SAME",
        ),
    )
    run("clip_nan", lambda: tf.clip_by_value(c(XN), -1.0, 1.0))
    run("topk_tie", lambda: tf.nn.top_k(c([1.0, 1.0, 1.0]), 2))
    run("topk_nan", lambda: tf.nn.top_k(c([1.0, np.nan, 2.0]), 2))
    run("in_top_k", lambda: tf.nn.in_top_k(c([[1.0, 1.0, 0.0]]), [1], 1))
    run("unique", lambda: tf.unique(c([3, 1, 3, 2])))
    run("sort", lambda: (tf.sort(c([3.0, 1.0, 2.0])), tf.argsort(c([1.0, 1.0, 0.0]))))
    run("segment", lambda: tf.segment_mean(c(X), [0, 0, 1, 1, 3, 3]))
    run("unsorted_seg", lambda: tf.unsorted_segment_max(c(X), [0, 0, 1, 1, 3, 3], 5))
    run("gather_oob", lambda: tf.gather(c([1.0, 2.0]), [5]))
    run("gather_neg", lambda: tf.gather(c([1.0, 2.0]), [-1]))
    run("emb_oob", lambda: tf.nn.embedding_lookup(tf.Variable(X), [77]))
    run("scatter_oob", lambda: tf.scatter_nd([[9]], [1.0], [3]))
    run("scatter_dup", lambda: tf.scatter_update(tf.Variable([1.0, 2.0]), [0, 0], [5.0, 6.0]))
    run("onehot_oob", lambda: tf.one_hot([5, -1], 3))
    run("sparse_xent_oob", lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(labels=c([9] * 6), logits=c(X)))
    run("xent_unnorm", lambda: tf.nn.softmax_cross_entropy_with_logits(labels=c(X), logits=c(X)))
    run("log0", lambda: tf.log(c([0.0, -1.0])))
    run("div0", lambda: c(1) // c(0))
    run("fdiv0", lambda: c(1.0) / 0.0)
    run("empty_mean", lambda: tf.reduce_mean(tf.zeros([0])))
    run("cumsum", lambda: tf.cumsum(c(X), exclusive=True, reverse=True))
    run("norm_axis", lambda: tf.norm(c(X), axis=1))
    run("l2n_zero", lambda: tf.nn.l2_normalize(tf.zeros([3]), 0))
    run("where1", lambda: tf.where(c([True, False, True])))
    run("where_row", lambda: tf.where(c([True] * 3 + [False] * 3), c(X), -c(X)))
    run("bool_mask", lambda: tf.boolean_mask(c(X), X[:, 0] > 0))
    run("strided", lambda: c(X)[::-1, 1:3, None])
    run("rev_seq", lambda: tf.reverse_sequence(c(X), [1, 2, 3, 4, 5, 5], 1))
    run("seq_mask", lambda: tf.sequence_mask([1, 3]))
    run("space2depth", lambda: tf.space_to_depth(c(IM[:, :8, :6]), 2))
    run("pad_reflect", lambda: tf.pad(c(X), [[1, 1], [1, 1]], "REFLECT"))
    run("linspace", lambda: tf.linspace(0.0, 1.0, 5))
    run("range_f", lambda: tf.range(0.0, 1.0, 0.1))
    run("bincount", lambda: tf.bincount(c([1, 1, 3])))
    run("hist", lambda: tf.histogram_fixed_width(c(X), [-1.0, 1.0], 5))
    run("confusion", lambda: tf.confusion_matrix([0, 1, 1], [0, 1, 0]))
    run(
        "levenshtein",
        lambda: tf.edit_distance(tf.SparseTensor([[0, 0]], [1], [1, 1]), tf.SparseTensor([[0, 0]], [2], [1, 1])),
    )
    run(
        "hash_bucket",
        lambda: (
            tf.string_to_hash_bucket_fast(["a", "b"], 100),
            tf.string_to_hash_bucket(["a", "b"], 100),
            tf.string_to_hash_bucket_strong(["a"], 100, [1, 2]),
        ),
    )
    run("as_string", lambda: tf.as_string(c([1.5, 1e-07, 3.0])))
    run("strnum", lambda: tf.string_to_number(["1e3"]))
    run("regex", lambda: tf.regex_replace("abc", "b", "x"))
    run("decode_csv", lambda: tf.decode_csv(["1,2", "3,"], [[0], [7]]))
