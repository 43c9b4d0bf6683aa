"""What contrib's feature columns refuse, as TensorFlow 1.15 did."""

import pytest


@pytest.fixture(scope="module")
def layers():
    import graphnotes.tf1 as tf

    return tf.contrib.layers


@pytest.mark.parametrize(
    "make, error, message",
    [
        (lambda c: c.real_valued_column("x", dimension=0), ValueError, "dimension must be greater than 0"),
        (lambda c: c.real_valued_column("x", dimension=2.5), TypeError, "dimension must be an integer"),
        (lambda c: c.real_valued_column("x", 2, default_value=[1]), ValueError, "length of default_value"),
        (lambda c: c.real_valued_column("x", default_value="a"), TypeError, "compatible with dtype"),
        (lambda c: c.bucketized_column(c.real_valued_column("x"), [3, 1]), ValueError, "sorted"),
        (lambda c: c.bucketized_column(c.one_hot_column(None), [3]), TypeError, "_RealValuedColumn"),
        (lambda c: c.sparse_column_with_hash_bucket("x", 0), ValueError, "bucket_size must be at least 1"),
        (lambda c: c.sparse_column_with_vocabulary_file("x", "f"), ValueError, "vocab_size should be defined"),
        (lambda c: c.crossed_column([c.sparse_column_with_hash_bucket("x", 5)], 9), ValueError, "at least 2 elements"),
        (lambda c: c.crossed_column([c.real_valued_column("x")] * 2, 9), TypeError, "_BucketizedColumn"),
        (lambda c: c.embedding_column(c.sparse_column_with_hash_bucket("x", 5), 2, initializer=3), ValueError, "callable"),
        (lambda c: c.shared_embedding_columns([], 2), ValueError, "at least one element"),
        (lambda c: c.check_feature_columns([c.real_valued_column("x")] * 2), ValueError, "Duplicate feature column"),
        (lambda c: c.create_feature_spec_for_parsing(["x"]), TypeError, "_FeatureColumn"),
    ],
)
def test_wrong_columns(layers, make, error, message):
    with pytest.raises(error, match=message):
        make(layers)


def test_columns_that_a_model_cannot_have(layers):
    import graphnotes.tf1 as tf

    x, ids = layers.real_valued_column("x"), layers.sparse_column_with_hash_bucket("id", 5)
    features = {"x": tf.ones([2, 1]), "id": tf.SparseTensor([[0, 0]], ["a"], [2, 1])}
    with pytest.raises(ValueError, match="Please use embedding_column or one_hot_column"):
        layers.input_from_feature_columns(features, [ids])
    with pytest.raises(ValueError, match="not supported in linear models"):
        layers.weighted_sum_from_feature_columns(features, [layers.embedding_column(ids, 2)], 1)
    with pytest.raises(NotImplementedError, match="bucketize these columns"):
        layers.joint_weighted_sum_from_feature_columns(features, [x], 1)
    with pytest.raises(ValueError, match="not currently supported for sequence"):
        layers.sequence_input_from_feature_columns(features, [layers.bucketized_column(x, [1])])
    with pytest.raises(ValueError, match="Combiner must be one of"):
        layers.input_from_feature_columns(features, [layers.scattered_embedding_column("id", 9, 2, hash_key=3, combiner="max")])


@pytest.mark.slow
def test_canned_estimators_take_contribs_columns():
    import graphnotes.tf1 as tf

    layers = tf.contrib.layers
    age, word = layers.real_valued_column("a"), layers.sparse_column_with_hash_bucket("s", 5)

    def examples():
        words = tf.SparseTensor([[0, 0], [1, 0], [2, 0]], ["a", "b", "a"], [3, 1])
        return {"a": tf.constant([[1.0], [2.0], [3.0]]), "s": words}, tf.constant([0, 1, 1])

    config = tf.estimator.RunConfig(tf_random_seed=1)
    deep = tf.estimator.DNNClassifier([3], [age, layers.embedding_column(word, 2), layers.one_hot_column(word)], config=config)
    wide = tf.estimator.LinearClassifier([age, word, layers.bucketized_column(age, [1.5])], config=config)
    for estimator in (deep, wide):
        estimator.train(examples, steps=4)
    # what 1.15.5 gives for the same program
    assert deep.evaluate(examples, steps=1)["average_loss"] == pytest.approx(0.6776, abs=1e-4)
    assert wide.evaluate(examples, steps=1)["accuracy"] == 1.0
