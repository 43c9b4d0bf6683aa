"""Estimators of random forests: with a seed and one thread they evaluate as in TensorFlow 1.15.5."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data():
    draw = np.random.RandomState(3)
    x = draw.rand(1000, 6).astype(np.float32)
    return x, (x[:, 0] * 2 + x[:, 1] * 3 + draw.rand(1000) * 0.5).astype(np.int32).clip(0, 3)


def hparams(**given):
    kept = {"num_trees": 3, "max_nodes": 200, "split_after_samples": 30, "base_random_seed": 5, "num_classes": 4, "num_features": 6}
    return tf.contrib.tensor_forest.python.tensor_forest.ForestHParams(**kept | given)


def input_fns(x, y):
    make = tf.estimator.inputs.numpy_input_fn
    return [make({"x": x}, y, batch_size=100, num_epochs=epochs, shuffle=False) for epochs in (5, 1)]


ONE_THREAD = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)


def test_tensor_forest_estimator_of_classes(data, tmp_path):
    from graphnotes.tf1.contrib.learn.python.learn import metric_spec
    from graphnotes.tf1.contrib.tensor_forest.client import eval_metrics, random_forest

    config = tf.contrib.learn.RunConfig(session_config=ONE_THREAD)
    estimator = random_forest.TensorForestEstimator(hparams(), model_dir=str(tmp_path), config=config)
    train, evaluate = input_fns(*data)
    estimator.fit(input_fn=train)
    metrics = {
        "accuracy": metric_spec.MetricSpec(eval_metrics.get_metric("accuracy"), eval_metrics.get_prediction_key("accuracy"))
    }
    found = estimator.evaluate(input_fn=evaluate, metrics=metrics)
    assert found["global_step"] == 50
    assert found["accuracy"] == pytest.approx(0.926, abs=1e-6)
    assert found["loss"] == pytest.approx(0.8798, abs=1e-4)
    first = next(iter(estimator.predict(input_fn=evaluate)))
    np.testing.assert_allclose(first["probabilities"], [0.183, 0.183, 0.2196, 0.4145], atol=1e-4)
    np.testing.assert_allclose(first["prediction_variance"], [0, 0, 0.0566, 0.0566], atol=1e-4)


def test_tensor_forest_estimator_of_an_output(data, tmp_path):
    from graphnotes.tf1.contrib.tensor_forest.client import random_forest

    config = tf.contrib.learn.RunConfig(session_config=ONE_THREAD)
    estimator = random_forest.TensorForestEstimator(
        hparams(num_classes=1, regression=True), model_dir=str(tmp_path), config=config
    )
    train, evaluate = input_fns(data[0], data[0][:, 0] * 2)
    estimator.fit(input_fn=train)
    assert next(iter(estimator.predict(input_fn=evaluate)))["scores"] == pytest.approx(1.1121, abs=1e-4)


def test_core_tensor_forest_estimator_of_two_classes(data, tmp_path):
    from graphnotes.tf1.contrib.tensor_forest.client import random_forest

    config = tf.estimator.RunConfig(session_config=ONE_THREAD)
    estimator = random_forest.CoreTensorForestEstimator(hparams(num_classes=2), model_dir=str(tmp_path), config=config)
    train, evaluate = input_fns(data[0], (data[1] > 1).astype(np.int32))
    estimator.train(train)
    found = estimator.evaluate(evaluate)
    assert found["accuracy"] == pytest.approx(0.966, abs=1e-6)
    assert found["auc"] == pytest.approx(0.9963, abs=1e-4)
    assert found["loss"] == pytest.approx(0.0937, abs=1e-4)


def test_a_forest_for_each_column_of_labels(data, tmp_path):
    from graphnotes.tf1.contrib.tensor_forest.client import random_forest

    config = tf.contrib.learn.RunConfig(session_config=ONE_THREAD)
    estimator = random_forest.MultiForestMultiHeadEstimator(
        [hparams(), hparams(num_classes=2)], model_dir=str(tmp_path), config=config
    )
    train, evaluate = input_fns(data[0], np.stack([data[1], data[1] > 1], 1).astype(np.int32))
    estimator.fit(input_fn=train)
    found = estimator.evaluate(input_fn=evaluate)
    assert found["global_step"] == 100  # each forest counts
    assert found["loss"] == pytest.approx(0.4868, abs=1e-4)
    assert list(next(iter(estimator.predict(input_fn=evaluate)))["classes"]) == [3, 1]
