"""Ops take the types and values they took in 1.15, and refuse others in its words."""

import numpy as np
import pytest
import tensorflow

import graphnotes.tf1 as tf
from graphnotes.tf1.rebuilt import op_defs

_ALLOWED = "float16, bfloat16, float32, float64"
REFUSED = [
    (lambda: tf.nn.conv2d(tf.ones([1, 4, 4, 1], tf.int32), tf.ones([2, 2, 1, 1], tf.int32), [1] * 4, "SAME"),
     TypeError, f"Value passed to parameter 'input' has DataType int32 not in list of allowed values: {_ALLOWED}"),
    (lambda: tf.matmul(tf.ones([2, 2], tf.uint8), tf.ones([2, 2], tf.uint8)), TypeError, "'a' has DataType uint8"),
    (lambda: tf.square(tf.constant([1], tf.uint8)), TypeError, "'x' has DataType uint8"),
    (lambda: tf.constant([1], tf.uint32) * tf.constant([1], tf.uint32), TypeError, "'x' has DataType uint32"),
    (lambda: tf.equal(tf.constant([1], tf.uint16), tf.constant([1], tf.uint16)), TypeError, "'x' has DataType uint16"),
    (lambda: tf.nn.top_k([1.0, 2.0], k=tf.constant(1, tf.int64)),
     TypeError, "Input 'k' of 'TopKV2' Op has type int64 that does not match expected type of int32."),
    (lambda: tf.sparse_segment_sum([[1.0]], [0], tf.constant([0], tf.int64)), TypeError, "'segment_ids' of 'SparseSegmentSum'"),
    (lambda: tf.split(tf.ones([4]), tf.constant([2, 2], tf.int8)), TypeError, "'size_splits' has DataType int8"),
    (lambda: tf.string_to_number(["1"], tf.uint32), TypeError, "'out_type' has DataType uint32"),
    (lambda: tf.nn.fused_batch_norm(tf.ones([1, 2, 2, 2, 1]), [1.0], [1.0], data_format="NDHWC"),
     ValueError, "passed string 'NDHWC' not in: \"NHWC\", \"NCHW\""),
    (lambda: tf.nn.depthwise_conv2d(tf.ones([1, 4, 4, 1]), tf.ones([2, 2, 1, 1]), [1] * 4, [[0, 0], [1, 1], [1, 1], [0, 0]]),
     TypeError, r"Expected string for argument 'padding' not \[\[0, 0\], \[1, 1\]"),
    (lambda: tf.string_join([]), ValueError, "with length 0 shorter than minimum length 1"),
    (lambda: tf.ones([4])[np.int16(1)], TypeError, "scalar tf.int32/tf.int64 tensors are valid indices"),
    (lambda: tf.ones([4])[: tf.constant(1, tf.int16)], TypeError, "scalar tf.int32/tf.int64 tensors are valid indices"),
]  # fmt: skip


def test_what_1_15_refused_is_refused_in_its_words():
    with tf.Graph().as_default():
        for build, error, text in REFUSED:
            with pytest.raises(error, match=text):
                build()


def test_what_it_took_is_taken():
    with tf.Graph().as_default(), tf.Session() as session:
        built = [
            tf.nn.top_k([1.0, 2.0], k=np.int64(1)).indices,
            tf.sparse_segment_sum([[1.0], [2.0]], [0, 1], np.array([0, 0])),
            tf.nn.conv2d(tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), [1] * 4, [[0, 0], [1, 1], [1, 1], [0, 0]])[0, 1, 1],
            tf.ones([4])[np.int64(1)],
            tf.as_string(tf.constant([True])),
        ]
        assert [np.asarray(value).tolist() for value in session.run(built)] == [[1], [[3.0]], [4.0], 1.0, [b"true"]]


def test_tensorflow_2_keeps_its_own():
    assert tensorflow.__version__ and op_defs._narrower()["Conv2D"] == [["type", "T", *_ALLOWED.split(", ")]]
    from tensorflow.python.framework import op_def_registry

    assert tensorflow.int32.as_datatype_enum in op_def_registry.get("Conv2D").attr[0].allowed_values.list.type
