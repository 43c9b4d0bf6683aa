"""contrib.learn's estimators fit, evaluate and predict to the values that TensorFlow 1.15.5 gave, feeding in its order."""

import os
from importlib.util import find_spec

import numpy as np
import pytest

pytestmark = pytest.mark.skipif(find_spec("tensorflow_estimator") is None, reason="the estimator extra isn't installed")

X = (np.arange(60) * 29 % 53 / 26.0 - 1).reshape(20, 3).astype("f")
CLASSES = (X.sum(1) > 0).astype("i8")
NUMBERS = X.dot([1.0, 2.0, -1.0]).astype("f")


@pytest.fixture
def tf():
    import graphnotes.tf1 as tf

    return tf


@pytest.fixture
def config(tf, tmp_path):
    return tf.contrib.learn.RunConfig(tf_random_seed=7, model_dir=str(tmp_path), save_checkpoints_steps=5)


def test_a_network_of_arrays(tf, config):
    learn = tf.contrib.learn
    columns = learn.infer_real_valued_columns_from_input(X)
    estimator = learn.DNNClassifier([5, 3], columns, n_classes=3, config=config)
    assert estimator.fit(X, CLASSES, steps=30, batch_size=8) is estimator
    found = estimator.evaluate(X, CLASSES)
    assert found == {"accuracy": 0.75, "global_step": 30, "loss": pytest.approx(0.76694, rel=1e-5)}
    assert list(estimator.predict(X[:6])) == [0, 1, 0, 1, 1, 0]
    probabilities = [[0.452484, 0.388994, 0.158522], [0.372036, 0.555364, 0.072599]]
    np.testing.assert_allclose(list(estimator.predict_proba(X[:2])), probabilities, atol=2e-6)
    assert estimator.get_variable_value("dnn/logits/biases")[0] == pytest.approx(0.240294, rel=1e-5)
    assert "dnn/hiddenlayer_0/weights/enlayer_0/weights/part_0/Adagrad" in estimator.get_variable_names()


def test_a_linear_model_with_another_metric(tf, config):
    learn = tf.contrib.learn
    estimator = learn.LinearRegressor(learn.infer_real_valued_columns_from_input(X), config=config).fit(X, NUMBERS, steps=20)
    error = learn.MetricSpec(tf.contrib.metrics.streaming_mean_absolute_error, prediction_key="scores")
    found = estimator.evaluate(X, NUMBERS, metrics={"error": error})
    assert found == pytest.approx({"error": 0.357814, "global_step": 20, "loss": 0.171354}, rel=1e-5)


def test_arrays_through_skcompat(tf, config):
    learn = tf.contrib.learn
    estimator = learn.LinearClassifier(learn.infer_real_valued_columns_from_input(X), config=config)
    compatible = learn.SKCompat(estimator).fit(X, CLASSES, batch_size=4, steps=10)
    found = compatible.score(X, CLASSES)
    assert (found["accuracy"], found["auc"]) == pytest.approx((0.7, 0.848485), rel=1e-5)
    np.testing.assert_allclose(compatible.predict(X[:3])["logistic"].ravel(), [0.294188, 0.555098, 0.418553], atol=2e-6)


def _model(tf):
    def model(features, labels, mode, params):
        w = tf.get_variable("w", [3, 1], initializer=tf.random_normal_initializer())
        predictions = tf.matmul(features, w)
        if mode == tf.contrib.learn.ModeKeys.INFER:
            return predictions, None, None
        loss = tf.reduce_mean(tf.square(predictions[:, 0] - labels))
        step = tf.train.get_global_step()
        return predictions, loss, tf.contrib.layers.optimize_loss(loss, step, params["rate"], "SGD")

    return model


def test_a_model_function_and_monitors(tf, config):
    learn = tf.contrib.learn
    estimator = learn.Estimator(_model(tf), config=config, params={"rate": 0.1})
    seen = learn.monitors.CaptureVariable("Mean:0", every_n=5)
    validation = learn.monitors.ValidationMonitor(
        X, NUMBERS, every_n_steps=5, early_stopping_rounds=50, check_interval_secs=None
    )
    estimator.fit(X, NUMBERS, batch_size=5, max_steps=12, monitors=[seen, validation])
    assert seen.values == pytest.approx({1: 1.707382, 6: 2.164961, 11: 0.256684}, rel=1e-5)
    assert (validation.best_step, validation.best_value) == (10, pytest.approx(0.615509, rel=1e-5))
    assert estimator.evaluate(X, NUMBERS) == pytest.approx({"global_step": 12, "loss": 0.518763}, rel=1e-5)
    estimator.fit(X, NUMBERS, batch_size=5, max_steps=12)
    assert estimator.get_variable_value("global_step") == 12
    np.testing.assert_allclose(list(estimator.predict(X[:2])), [[1.013469], [-1.05303]], atol=2e-6)


def test_an_experiment(tf, config):
    learn = tf.contrib.learn

    def experiment(run_config, hparams):
        estimator = learn.LinearRegressor([tf.contrib.layers.real_valued_column("x", 3)], config=run_config)

        def examples():
            return {"x": tf.constant(X)}, tf.constant(NUMBERS)

        return learn.Experiment(estimator, examples, examples, train_steps=7, eval_steps=1, min_eval_frequency=3)

    found, exported = learn.learn_runner.run(experiment, run_config=config, schedule="train_and_evaluate")
    assert found == pytest.approx({"global_step": 7, "loss": 0.577707}, rel=1e-5) and exported == []
    with pytest.raises(ValueError, match="non-existent task nothing"):
        learn.learn_runner.run(experiment, run_config=config, schedule="nothing")
    with pytest.raises(RuntimeError, match="is expected to be used by the `Estimator`"):
        other = learn.RunConfig(model_dir=config.model_dir + "2")
        learn.learn_runner.run(lambda run_config, hparams: experiment(other, hparams), run_config=config)


def test_a_model_is_exported_and_served(tf, config, tmp_path):
    learn, layers = tf.contrib.learn, tf.contrib.layers
    columns = [layers.real_valued_column("x", 3)]
    estimator = learn.DNNClassifier([4], columns, config=config)
    estimator.fit(input_fn=lambda: ({"x": tf.constant(X)}, tf.constant(CLASSES)), steps=3)
    expected = next(iter(estimator.predict_proba(input_fn=lambda: {"x": tf.constant(X)})))
    serving = learn.build_parsing_serving_input_fn(layers.create_feature_spec_for_parsing(columns))
    strategy = learn.make_export_strategy(serving, exports_to_keep=1)
    folders = [strategy.export(estimator, str(tmp_path / "served")) for _ in range(2)]
    assert [name.encode() for name in os.listdir(tmp_path / "served")] == [os.path.basename(folders[1])]
    example = tf.train.Example()
    example.features.feature["x"].float_list.value.extend(X[0])
    with tf.Graph().as_default(), tf.Session() as session:
        served = tf.saved_model.loader.load(session, ["serve"], folders[1].decode()).signature_def["serving_default"]
        assert served.method_name == "tensorflow/serving/classify"
        found = session.run(served.outputs["scores"].name, {served.inputs["inputs"].name: [example.SerializeToString()]})
    np.testing.assert_allclose(found, [expected], atol=1e-6)


def test_examples_come_one_by_one_from_iterators(tf, config):
    estimator = tf.contrib.learn.Estimator(_model(tf), config=config, params={"rate": 0.1})
    estimator.fit(iter(X), iter(NUMBERS), batch_size=8)
    assert estimator.get_variable_value("global_step") == 3  # 8, 8 and 4 examples


def test_what_cannot_be_fed_or_asked(tf, config):
    learn = tf.contrib.learn
    estimator = learn.Estimator(_model(tf), config=config, params={"rate": 0.1})
    with pytest.raises(ValueError, match="Either x or input_fn must be provided"):
        estimator.fit(steps=1)
    with pytest.raises(ValueError, match="both steps and max_steps"):
        estimator.fit(X, NUMBERS, steps=1, max_steps=1)
    with pytest.raises(ValueError, match="Inputs cannot be tensors"):
        estimator.fit(tf.constant(X), NUMBERS, steps=1)
    with pytest.raises(learn.NotFittedError, match="Couldn't find trained model at"):
        estimator.evaluate(X, NUMBERS)
    with pytest.raises(ValueError, match="does not have a params argument"):
        learn.Estimator(lambda features, labels: None, config=config, params={})
    with pytest.raises(NotImplementedError, match="`graphnotes contrib install` fetches; export_savedmodel"):
        estimator.export("somewhere")
    with pytest.raises(ValueError, match="Ambiguous arguments"):
        learn.MetricSpec(lambda labels, target, predictions: None)
    with pytest.raises(ValueError, match="n_classes must be > 1"):
        learn.multi_class_head(1)


def test_frames_become_arrays(tf):
    pandas = pytest.importorskip("pandas")
    learn = tf.contrib.learn
    frame = pandas.DataFrame({"a": [1, 2], "b": [0.5, 1.5]})
    assert learn.extract_pandas_data(frame).tolist() == [[1.0, 0.5], [2.0, 1.5]]
    assert learn.extract_pandas_labels(frame[["a"]]).tolist() == [[1], [2]]
    with pytest.raises(ValueError, match="Only one column for labels"):
        learn.extract_pandas_labels(frame)
    with pytest.raises(ValueError, match="Found: 'c' type="):
        learn.extract_pandas_data(pandas.DataFrame({"c": ["x"]}))
