"""tf.contrib.eager.metrics: the values 1.15.5 gave for these batches, executing eagerly and in a graph."""

import pytest
from tensorflow.python.eager import context

import graphnotes.tf1 as tf

LABELS, PREDICTIONS = [0, 1, 1, 0], [0, 1, 0, 0]


def test_eager_values():
    M = tf.contrib.eager.metrics
    with context.eager_mode():
        mean = M.Mean("loss")
        for batch in (2.0, tf.constant([1.0, 4.0])):
            mean(batch)
        mean(1.0, weights=3.0)
        assert mean.result().numpy() == pytest.approx(10 / 6)
        mean.init_variables()
        mean([5.0])
        assert mean.result().numpy() == 5.0 and [v.name for v in mean.variables] == ["loss/numer:0", "loss/denom:0"]
        accuracy, same = M.Accuracy(), M.Accuracy()
        accuracy(tf.constant(LABELS), tf.constant(PREDICTIONS))
        same(tf.constant(LABELS), tf.constant(LABELS))
        binary, categorical, sparse = M.BinaryAccuracy(0.5), M.CategoricalAccuracy(), M.SparseAccuracy()
        binary(tf.constant(LABELS), tf.constant([0.2, 0.7, 0.6, 0.8]))
        categorical(tf.one_hot(LABELS, 2), tf.one_hot(PREDICTIONS, 2))
        sparse(tf.constant(LABELS), tf.one_hot(PREDICTIONS, 2), weights=tf.constant([1.0, 1.0, 2.0, 1.0]))
        values = [float(m.result().numpy()) for m in (accuracy, binary, categorical, sparse)]
        assert values == pytest.approx([0.75, 0.75, 0.75, 0.6])
        accuracy.aggregate([same])
        assert accuracy.result().numpy() == 0.875
        with pytest.raises(TypeError, match="must be the same type"):
            accuracy.aggregate([mean])


def test_in_a_graph_they_are_local_variables():
    with tf.Graph().as_default(), tf.Session() as session:
        accuracy = tf.contrib.eager.metrics.Accuracy()
        update = accuracy(tf.constant(LABELS), tf.constant(PREDICTIONS))
        value = accuracy.value()
        assert [v.name for v in tf.local_variables()] == ["Accuracy/numer:0", "Accuracy/denom:0"]
        session.run(accuracy.init_variables())
        session.run(update)
        assert session.run(value) == 0.75
