"""tf.estimator of 1.15, on the last released estimator package."""

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1 import _estimator
from graphnotes.tf1._advice import advice

X = np.random.RandomState(0).rand(60, 4).astype("f")
Y = (X.sum(1) > 2).astype("i4")


def batches(epochs=None):
    return tf.estimator.inputs.numpy_input_fn({"x": X}, Y, batch_size=20, num_epochs=epochs, shuffle=False)


@pytest.fixture
def columns():
    return [tf.feature_column.numeric_column("x", shape=[4])]


@pytest.mark.parametrize("canned", ["DNNClassifier", "LinearClassifier", "DNNLinearCombinedClassifier", "BaselineClassifier"])
def test_canned_estimators_train_evaluate_and_predict(columns, canned, tmp_path):
    arguments = {
        "DNNClassifier": {"hidden_units": [8], "feature_columns": columns},
        "LinearClassifier": {"feature_columns": columns},
        "DNNLinearCombinedClassifier": {"dnn_hidden_units": [8], "dnn_feature_columns": columns},
        "BaselineClassifier": {},
    }[canned]
    estimator = getattr(tf.estimator, canned)(model_dir=str(tmp_path), config=tf.estimator.RunConfig(tf_random_seed=1), **arguments)
    estimator.train(batches(), steps=30)
    scores = estimator.evaluate(batches(1))
    assert scores["global_step"] == 30 and 0.4 < scores["accuracy"] <= 1
    predictions = list(estimator.predict(tf.estimator.inputs.numpy_input_fn({"x": X}, num_epochs=1, shuffle=False)))
    assert len(predictions) == 60 and predictions[0]["probabilities"].sum() == pytest.approx(1)


def model_fn(features, labels, mode, params):
    prediction = tf.layers.dense(features["x"], 1, name="line")
    if mode == tf.estimator.ModeKeys.PREDICT:
        outputs = {"serving_default": tf.estimator.export.PredictOutput({"y": prediction})}
        return tf.estimator.EstimatorSpec(mode, predictions={"y": prediction}, export_outputs=outputs)
    loss = tf.losses.mean_squared_error(tf.to_float(labels)[:, None], prediction)
    train = tf.train.GradientDescentOptimizer(params["rate"]).minimize(loss, global_step=tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train, eval_metric_ops={"mae": tf.metrics.mean_absolute_error(tf.to_float(labels), prediction[:, 0])})


def test_an_own_model_fn_with_hooks_specs_and_export(tmp_path):
    estimator = tf.estimator.Estimator(model_fn, str(tmp_path), params={"rate": 0.1})
    seen = []

    class Hook(tf.train.SessionRunHook):
        def after_run(self, context, values):
            seen.append(context.session.graph is not None)

    train = tf.estimator.TrainSpec(batches(), max_steps=20, hooks=[Hook()])
    metrics, _ = tf.estimator.train_and_evaluate(estimator, train, tf.estimator.EvalSpec(batches(1), steps=1))
    assert len(seen) == 20 and metrics["global_step"] == 20 and "mae" in metrics
    assert estimator.get_variable_names() == ["global_step", "line/bias", "line/kernel"]
    receiver = tf.estimator.export.build_raw_serving_input_receiver_fn({"x": tf.placeholder(tf.float32, [None, 4])})
    exported = estimator.export_savedmodel(str(tmp_path / "export"), receiver)
    with tf.Graph().as_default(), tf.Session() as sess:
        loaded = tf.saved_model.loader.load(sess, ["serve"], exported)
        signature = loaded.signature_def["serving_default"]
        assert sess.run(signature.outputs["y"].name, {signature.inputs["x"].name: X}).shape == (60, 1)


def test_estimators_build_the_facades_graphs():
    assert _estimator.load().Estimator is tf.estimator.Estimator
    module = __import__("sys").modules["tensorflow_estimator.python.estimator.estimator"]
    assert module.tf.compat.v1.layers.dense is tf.layers.dense


def test_without_the_package_the_error_names_the_extra():
    assert "graphnotes[estimator]" in advice("estimator.Estimator")


def test_tpu_estimator_trains_on_the_cpu(tmp_path):
    config = tf.estimator.tpu.RunConfig(model_dir=str(tmp_path))

    def tpu_model_fn(features, labels, mode, params):
        assert params["batch_size"] == 20
        spec = model_fn(features, labels, mode, {"rate": 0.1})
        return tf.estimator.tpu.TPUEstimatorSpec(mode, loss=spec.loss, train_op=spec.train_op)

    def input_fn(params):
        return tf.data.Dataset.from_tensor_slices(({"x": X}, Y)).repeat().batch(params["batch_size"])

    estimator = tf.estimator.tpu.TPUEstimator(tpu_model_fn, config=config, use_tpu=False, train_batch_size=20)
    estimator.train(input_fn, steps=5)
    assert estimator.get_variable_value("global_step") == 5


def test_contribs_heads_and_extenders(columns, tmp_path):
    heads = tf.contrib.estimator
    for head, labels in [
        (heads.multi_class_head(3), Y),
        (heads.binary_classification_head(), Y),
        (heads.regression_head(), Y.astype("f")),
        (heads.poisson_regression_head(), Y.astype("f")),
        (heads.logistic_regression_head(), Y.astype("f")),
    ]:
        with tf.Graph().as_default(), tf.Session() as sess:
            logits = tf.zeros([60, head.logits_dimension])
            optimizer = heads.clip_gradients_by_norm(tf.train.GradientDescentOptimizer(1.0), 0.1)
            tf.train.get_or_create_global_step()
            weight = tf.get_variable("w", [], initializer=tf.ones_initializer())
            spec = head.create_estimator_spec(
                {}, tf.estimator.ModeKeys.TRAIN, logits + 3.0 * weight, labels[:, None], train_op_fn=lambda loss, o=optimizer: o.minimize(loss)
            )
            sess.run(tf.global_variables_initializer())
            loss, _ = sess.run([spec.loss, spec.train_op])
            assert loss > 0
            assert abs(sess.run(weight) - 1.0) <= 0.1 + 1e-6


def test_contribs_tpu_estimator_is_the_estimators():
    assert tf.contrib.tpu.TPUEstimator is tf.estimator.tpu.TPUEstimator
    assert tf.contrib.tpu.TPUConfig(iterations_per_loop=5).iterations_per_loop == 5
    assert tf.contrib.tpu.CrossShardOptimizer is tf.tpu.CrossShardOptimizer
