"""Datasets print as in TensorFlow 1.15.5 (recorded from it)."""

import graphnotes.tf1 as tf


def test_a_dataset_prints_its_class_shapes_and_types():
    five = tf.data.Dataset.range(5)
    for dataset, text in [
        (five.batch(2), "<DatasetV1Adapter shapes: (?,), types: tf.int64>"),
        (five.shuffle(2).repeat(), "<DatasetV1Adapter shapes: (), types: tf.int64>"),
        (five.map(lambda x: (x, x)), "<DatasetV1Adapter shapes: ((), ()), types: (tf.int64, tf.int64)>"),
        (tf.data.Dataset.from_tensors({"a": 1, "b": [1.0]}),
         "<DatasetV1Adapter shapes: {a: (), b: (1,)}, types: {a: tf.int32, b: tf.float32}>"),
        (tf.data.Dataset.from_tensors(tf.SparseTensor([[0]], [1], [2])), "<DatasetV1Adapter shapes: (2,), types: tf.int32>"),
        (tf.data.TFRecordDataset("a"), "<TFRecordDatasetV1 shapes: (), types: tf.string>"),
        (tf.data.experimental.CsvDataset("a", [tf.int32]), "<CsvDatasetV1 shapes: ((),), types: (tf.int32,)>"),
    ]:  # fmt: skip
        assert repr(dataset) == str(dataset) == text
