"""Columns of sequences and the input layer of a recurrent network (tf.contrib.feature_column)."""

import sys


def _words(tf):
    return tf.SparseTensor([[0, 0], [0, 1], [1, 0]], ["a", "c", "b"], [2, 2])


def categorical(tf, np):
    F = tf.contrib.feature_column
    ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([2, 0, 1], tf.int64), [2, 2])
    columns = [
        tf.feature_column.indicator_column(F.sequence_categorical_column_with_identity("id", 3)),
        tf.feature_column.embedding_column(F.sequence_categorical_column_with_vocabulary_list("word", ["a", "b"], num_oov_buckets=1), 2),
        tf.feature_column.embedding_column(F.sequence_categorical_column_with_hash_bucket("hashed", 5), 3),
    ]
    layer, lengths = F.sequence_input_layer({"id": ids, "word": _words(tf), "hashed": _words(tf)}, columns)
    return {"layer": layer, "lengths": lengths}


def numeric(tf, np):
    F = tf.contrib.feature_column
    values = tf.SparseTensor([[0, 0], [0, 1], [0, 2], [0, 3], [1, 0], [1, 1]], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [2, 4])
    doubled = F.sequence_numeric_column("x", shape=(2,), normalizer_fn=lambda t: t * 2.0)
    layer, lengths = F.sequence_input_layer({"x": values}, [doubled])
    return {"layer": layer, "lengths": lengths, "spec": tf.constant(str(sorted(tf.feature_column.make_parse_example_spec([doubled]))))}


def context(tf, np):
    import importlib

    root = "tensorflow" if tf.__version__ == "1.15.5" and "graphnotes" not in sys.modules else "graphnotes.tf1"
    module = importlib.import_module(f"{root}.contrib.feature_column.python.feature_column.sequence_feature_column")
    sequence, steady = tf.ones([2, 3, 1]), tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return {"both": module.concatenate_context_input(steady, sequence)}
