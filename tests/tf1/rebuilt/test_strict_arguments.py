"""What 1.15 refused is refused, with its error and the sentence that people search for."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

BOOL = "Expected bool for argument 'keep_dims' not"
NO_RANK = "is incompatible with the layer: its rank is undefined, but the layer requires a defined rank."
REFUSED = [
    (lambda: tf.identity(1, name=""), ValueError, "^'' is not a valid node name$"),
    (lambda: tf.constant(1, name="bad name"), ValueError, "^'bad name' is not a valid node name$"),
    (lambda: tf.add(1, 2, name="bad name"), ValueError, "^'bad name' is not a valid scope name$"),
    (lambda: tf.reduce_sum([1.0], keepdims=1), TypeError, f"{BOOL} 1"),
    (lambda: tf.reduce_mean([1.0], keep_dims=[0, 1]), TypeError, rf"{BOOL} \[0, 1\]"),
    (lambda: tf.reduce_any([True], keepdims="a"), TypeError, f"{BOOL} 'a'"),
    (lambda: ~tf.constant([1]), TypeError, "Input 'x' of 'LogicalNot' Op has type int32 that does not match expected type of bool"),
    (lambda: tf.constant([1]) & tf.constant([1]), TypeError, "Input 'x' of 'LogicalAnd' Op has type int32"),
    (lambda: 1 | tf.constant([1]), TypeError, "of 'LogicalOr' Op has type int32"),
    (lambda: tf.constant([1]) ^ 1, TypeError, "Input 'x' of 'LogicalOr' Op has type int32"),
    (lambda: tf.Variable([1]) & 1, TypeError, "Input 'x' of 'LogicalAnd' Op has type int32"),
    (lambda: 1 | tf.get_variable("v", initializer=[1], use_resource=True), TypeError, "of 'LogicalOr' Op has type int32"),
    (lambda: tf.Variable([1]) ^ 1, TypeError, "Input 'x' of 'LogicalOr' Op has type int32"),
    (lambda: ~tf.Variable([1]), TypeError, "Input 'x' of 'LogicalNot' Op has type int32"),
    (lambda: tf.argmax([1.0], tf.constant(0, tf.int16)), TypeError, "'dimension' has DataType int16 not in list of allowed values: int32, int64"),
    (lambda: tf.argmin([1.0], tf.constant(0, tf.int8)), TypeError, "'dimension' has DataType int8"),
    (lambda: tf.layers.dropout([1.0], 2.0, training=True), ValueError, r"range \[0, 1\), got 2"),
    (lambda: tf.keras.layers.Dropout(2.0)(tf.ones([1])), ValueError, r"range \[0, 1\), got 2"),
    (lambda: tf.layers.conv2d(tf.placeholder(tf.float32), 3, 3), ValueError, f"Input 0 of layer conv2d\\w* {NO_RANK}"),
    (lambda: tf.layers.max_pooling2d(tf.placeholder(tf.float32), 2, 2), ValueError, NO_RANK),
    (lambda: tf.layers.dense(tf.placeholder(tf.float32), 3), ValueError, NO_RANK),
    (lambda: tf.layers.dense(tf.placeholder(tf.float32, [None, None]), 3),
     ValueError, "^The last dimension of the inputs to `Dense` should be defined. Found `None`."),
    (lambda: tf.layers.conv2d(tf.placeholder(tf.float32, [None] * 4), 3, 3),
     ValueError, "^The channel dimension of the inputs should be defined. Found `None`."),
    (lambda: tf.layers.conv2d_transpose(tf.placeholder(tf.float32, [None] * 4), 3, 3),
     ValueError, "^The channel dimension of the inputs should be defined. Found `None`."),
    (lambda: tf.constant([[1], [2, 3]]), ValueError, r"dense tensor: \[\[1\], \[2, 3\]\] - got shape \[2\], but wanted \[2, 1\]\.$"),
    (lambda: tf.constant("a", tf.float32), TypeError, "^Expected float32, got 'a' of type 'str' instead.$"),
    (lambda: tf.convert_to_tensor([1, "a"]), TypeError, r"Failed to convert object of type <class 'list'> to Tensor\. Contents: \[1, 'a'\]"),
    (lambda: tf.add_n([]), ValueError, "^inputs must be a list of at least one Tensor/IndexedSlices with the same dtype and shape$"),
    (lambda: tf.unstack(tf.placeholder(tf.float32, [None, 2])), ValueError, r"^Cannot infer num from shape \(\?, 2\)$"),
    (lambda: tf.pad([1], [[1, 1]], "nope"), ValueError, "^Unknown padding mode: NOPE$"),
    (lambda: tf.import_graph_def(1), TypeError, "^graph_def must be a GraphDef proto"),
    (lambda: tf.train.import_meta_graph("/nope"), OSError, "^File /nope does not exist.$"),
    (lambda: tf.gradients(tf.random_shuffle(_ones()), _last()), LookupError, "No gradient defined for operation ?'RandomShuffle"),
    (lambda: tf.gradients(tf.segment_prod(_ones(), [0, 0]), _last()), LookupError, "No gradient defined for operation ?'SegmentProd"),
]  # fmt: skip


def _ones():
    return tf.identity([1.0, 1.0], name="last")


def _last():
    return tf.get_default_graph().get_tensor_by_name("last:0")


@pytest.mark.parametrize("case", range(len(REFUSED)))
def test_refused(case):
    build, error, text = REFUSED[case]
    with tf.Graph().as_default(), pytest.raises(error, match=text):
        build()


def test_what_1_15_took_is_taken():
    with tf.Graph().as_default() as graph, tf.Session() as session:
        convolved = tf.nn.conv2d([[[[1.0], [2.0]]]], [[[[3.0]]]], [1, 1, 1, 1], "SAME")
        assert [node.name for node in graph.as_graph_def().node] == ["Conv2D/input", "Conv2D/filter", "Conv2D"]
        assert session.run(convolved).ravel().tolist() == [3.0, 6.0]
        flag = tf.constant([True])
        assert session.run([flag & False, True | flag, flag ^ flag, ~flag]) == [[False], [True], [False], [False]]
        assert tf.real(flag) is flag
        assert session.run(tf.reduce_sum([[1.0, 2.0]], 1, keep_dims=True)).tolist() == [[3.0]]
        assert np.isclose(session.run(tf.math.reduce_std([1.0, 2.0], name="s")), 0.5)
        assert "s/reduce_variance/sub/x" in [op.name for op in graph.get_operations()]
        assert tf.gradients(tf.math.reduce_euclidean_norm(x := tf.ones([2])), x) == [None]
        numbers = [[1.0, 3.0], [2.0, 0.0]]
        assert session.run(tf.argmax(numbers, dimension=np.int32(1))).tolist() == [1, 0]
        assert session.run(tf.argmin(numbers, np.int16(1), output_type=tf.int32)).tolist() == [0, 1]
        assert session.run([tf.layers.dropout([2.0], 2.0), tf.layers.dropout([2.0], -1.0)]) == [2.0, 2.0]
        assert tf.layers.Dropout(2.0).rate == 2.0


def test_a_variable_of_flags_has_logical_operators():
    with tf.Graph().as_default() as graph, tf.Session() as session:
        flags = tf.Variable([True, False])
        results = flags & True, True | flags, flags ^ True, ~flags
        session.run(flags.initializer)
        expected = [[True, False], [True, True], [False, True], [False, True]]
        assert [value.tolist() for value in session.run(results)] == expected
        assert "LogicalAnd" in [op.type for op in graph.get_operations()]
