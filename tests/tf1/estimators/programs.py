"""Programs of estimators with a seed. `python programs.py` under TensorFlow 1.15.5 writes down what they compute."""

import json
import os
import sys
import tempfile

import numpy as np

X = np.random.RandomState(0).rand(60, 4).astype("f")
NUMBER = (X @ np.array([1.0, -2.0, 0.5, 0.25], "f")).astype("f")
LABEL = (NUMBER > 0).astype("i4")
THREE = np.digitize(NUMBER, [-0.4, 0.1]).astype("i4")
WORDS = np.array(["a", "b", "c"])[THREE]


def _fed(tf, labels, epochs=None):
    return tf.estimator.inputs.numpy_input_fn({"x": X, "word": WORDS}, labels, batch_size=20, num_epochs=epochs, shuffle=False)


def _columns(tf):
    column = tf.feature_column
    return [column.numeric_column("x", shape=[4]), column.categorical_column_with_vocabulary_list("word", ["a", "b", "c"])]


def _deep(tf):
    x, word = _columns(tf)
    return [x, tf.feature_column.embedding_column(word, 2)]


def _both(tf):
    return {"linear_feature_columns": _columns(tf), "dnn_feature_columns": _deep(tf), "dnn_hidden_units": [8]}


CANNED = {
    "linear_classifier": (lambda tf, **k: tf.estimator.LinearClassifier(_columns(tf), **k), LABEL),
    "linear_classifier_of_words": (
        lambda tf, **k: tf.estimator.LinearClassifier(
            _columns(tf), n_classes=3, label_vocabulary=["a", "b", "c"], optimizer=tf.train.AdamOptimizer(0.1), **k
        ),
        WORDS,
    ),
    "linear_regressor": (lambda tf, **k: tf.estimator.LinearRegressor(_columns(tf), **k), NUMBER),
    "deep_classifier": (lambda tf, **k: tf.estimator.DNNClassifier([8, 4], _deep(tf), n_classes=3, dropout=0.2, **k), THREE),
    "deep_regressor": (
        lambda tf, **k: tf.estimator.DNNRegressor([8], _deep(tf), optimizer=tf.train.ProximalAdagradOptimizer(0.1), **k),
        NUMBER,
    ),
    "combined_classifier": (lambda tf, **k: tf.estimator.DNNLinearCombinedClassifier(dnn_dropout=0.1, **_both(tf), **k), LABEL),
    "combined_regressor": (lambda tf, **k: tf.estimator.DNNLinearCombinedRegressor(**_both(tf), **k), NUMBER),
    "baseline_classifier": (lambda tf, **k: tf.estimator.BaselineClassifier(n_classes=3, **k), THREE),
    "baseline_regressor": (lambda tf, **k: tf.estimator.BaselineRegressor(**k), NUMBER),
}


def canned(tf, name, folder):
    """50 steps of a canned estimator: the loss of each, the scores, five predictions, the variables, what its SavedModel says."""
    make, labels = CANNED[name]
    losses = []

    class Losses(tf.train.SessionRunHook):
        def before_run(self, context):
            return tf.train.SessionRunArgs(context.session.graph.get_collection(tf.GraphKeys.LOSSES)[-1])

        def after_run(self, context, values):
            losses.append(values.results)

    estimator = make(tf, model_dir=folder, config=tf.estimator.RunConfig(tf_random_seed=7))
    estimator.train(_fed(tf, labels), steps=50, hooks=[Losses()])
    predictions = list(estimator.predict(_fed(tf, None, 1)))[:5]
    return {
        "losses": losses,
        "scores": estimator.evaluate(_fed(tf, labels, 1)),
        "predictions": {key: [p[key] for p in predictions] for key in sorted(predictions[0])},
        "variables": {v: estimator.get_variable_value(v) for v in estimator.get_variable_names()},
        "served": _served(tf, estimator, os.path.join(folder, "export")),
    }


def _served(tf, estimator, folder):
    spec = tf.feature_column.make_parse_example_spec(_columns(tf))
    out = estimator.export_savedmodel(folder, tf.estimator.export.build_parsing_serving_input_receiver_fn(spec))
    train = tf.train
    examples = []
    for x, word in zip(X[:3], WORDS):
        feature = {
            "x": train.Feature(float_list=train.FloatList(value=x)),
            "word": train.Feature(bytes_list=train.BytesList(value=[word.encode()])),
        }
        examples.append(train.Example(features=train.Features(feature=feature)).SerializeToString())
    told = {}
    with tf.Graph().as_default(), tf.Session() as session:
        loaded = tf.saved_model.loader.load(session, ["serve"], out)
        for key, signature in sorted(loaded.signature_def.items()):
            (examples_in,) = signature.inputs.values()
            outputs = {name: tensor.name for name, tensor in sorted(signature.outputs.items())}
            told[key] = [signature.method_name, examples_in.name, outputs, session.run(outputs, {examples_in.name: examples})]
    return told


def stopping_early(tf, folder):
    """Each of the four hooks that look at the evaluations: where it stops, and the scores there."""
    told = {}
    for kind, threshold in (("no_decrease", 20), ("no_increase", 20), ("higher", 0.01), ("lower", 0.5)):
        config = tf.estimator.RunConfig(os.path.join(folder, kind), tf_random_seed=3, save_checkpoints_steps=10)
        estimator = tf.estimator.LinearRegressor(_columns(tf)[:1], config=config)
        make = getattr(tf.estimator.experimental, f"stop_if_{kind}_hook")
        hook = make(estimator, "average_loss", threshold, run_every_secs=None, run_every_steps=10)
        train = tf.estimator.TrainSpec(_fed(tf, NUMBER), max_steps=60, hooks=[hook])
        tf.estimator.train_and_evaluate(estimator, train, tf.estimator.EvalSpec(_fed(tf, NUMBER, 1), steps=None, throttle_secs=0))
        told[kind] = estimator.evaluate(_fed(tf, NUMBER, 1))
    return told


def training_and_evaluating(tf, folder):
    """train_and_evaluate with the three exporters: the last scores, and how many exports each has kept."""
    config = tf.estimator.RunConfig(folder, tf_random_seed=3, save_checkpoints_steps=10, keep_checkpoint_max=2)
    estimator = tf.estimator.DNNRegressor([4], _columns(tf)[:1], config=config)
    spec = tf.feature_column.make_parse_example_spec(_columns(tf)[:1])
    receiver = tf.estimator.export.build_parsing_serving_input_receiver_fn(spec)
    exporters = [
        tf.estimator.FinalExporter("final", receiver),
        tf.estimator.LatestExporter("latest", receiver, exports_to_keep=2),
        tf.estimator.BestExporter("best", serving_input_receiver_fn=receiver, exports_to_keep=1),
    ]
    train = tf.estimator.TrainSpec(_fed(tf, NUMBER), max_steps=40)
    held = tf.estimator.EvalSpec(_fed(tf, NUMBER, 1), steps=2, throttle_secs=0, exporters=exporters)
    scores, exports = tf.estimator.train_and_evaluate(estimator, train, held)
    kept = {e.name: len(os.listdir(os.path.join(folder, "export", e.name))) for e in exporters}
    checkpoints = sorted(name for name in os.listdir(folder) if name.endswith(".index"))
    return {"scores": scores, "exports": len(exports), "kept": kept, "checkpoints": checkpoints}


def a_tpu_estimator_on_the_cpu(tf, folder):
    """TPUEstimator(use_tpu=False): training, evaluation with its metrics' function, predictions."""
    tpu = tf.contrib.tpu

    def model_fn(features, labels, mode, params):
        out = tf.layers.dense(features, 1)[:, 0]
        if mode == tf.estimator.ModeKeys.PREDICT:
            return tpu.TPUEstimatorSpec(mode, predictions={"out": out})
        loss = tf.losses.mean_squared_error(labels, out)
        step = tf.train.AdamOptimizer(0.1).minimize(loss, tf.train.get_or_create_global_step())
        metrics = (lambda y, o: {"mae": tf.metrics.mean_absolute_error(y, o)}, [labels, out])
        return tpu.TPUEstimatorSpec(mode, loss=loss, train_op=step, eval_metrics=metrics)

    def input_fn(params):
        return tf.data.Dataset.from_tensor_slices((X, NUMBER)).repeat().batch(params["batch_size"], drop_remainder=True)

    config = tpu.RunConfig(model_dir=folder, tf_random_seed=5, tpu_config=tpu.TPUConfig(iterations_per_loop=5))
    sizes = {"train_batch_size": 20, "eval_batch_size": 10, "predict_batch_size": 5}
    estimator = tpu.TPUEstimator(model_fn, config=config, use_tpu=False, **sizes)
    estimator.train(input_fn, max_steps=30)
    scores = estimator.evaluate(input_fn, steps=3)
    predicted = estimator.predict(lambda params: tf.data.Dataset.from_tensor_slices(X[:10]).batch(params["batch_size"]))
    return {"scores": scores, "out": [p["out"] for p in predicted], "variables": estimator.get_variable_names()}


def a_model_of_its_own_warm_started(tf, folder):
    """A model_fn with dropout and momentum; a second one that starts from its checkpoint, with a metric added."""

    def model_fn(features, labels, mode):
        net = tf.layers.dropout(tf.layers.dense(features["x"], 5, tf.nn.relu), 0.3, training=mode == "train")
        out = tf.layers.dense(net, 2)
        loss = tf.losses.sparse_softmax_cross_entropy(labels, out)
        step = tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss, tf.train.get_global_step()) if mode == "train" else None
        return tf.estimator.EstimatorSpec(mode, predictions={"p": tf.nn.softmax(out)}, loss=loss, train_op=step)

    told = {}
    for seed, start in ((11, None), (12, os.path.join(folder, "11"))):
        config = tf.estimator.RunConfig(os.path.join(folder, str(seed)), tf_random_seed=seed)
        estimator = tf.estimator.Estimator(model_fn, config=config, warm_start_from=start)
        estimator.train(_fed(tf, LABEL), steps=25)
        told[str(seed)] = estimator.evaluate(_fed(tf, LABEL, 1))
    added = tf.estimator.add_metrics(estimator, lambda predictions: {"second": tf.metrics.mean(predictions["p"][:, 1])})
    told["added"] = added.evaluate(_fed(tf, LABEL, 1))
    return told


PROGRAMS = [stopping_early, training_and_evaluating, a_tpu_estimator_on_the_cpu, a_model_of_its_own_warm_started]


def observe(tf, name):
    """What the program of this name computes, as JSON has it."""
    program = {f.__name__: f for f in PROGRAMS}.get(name)
    with tempfile.TemporaryDirectory() as folder:
        return _plain(canned(tf, name, folder) if program is None else program(tf, folder))


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain(value.tolist())
    if isinstance(value, float):
        return float(f"{value:.8g}")
    return value.decode() if isinstance(value, bytes) else value


NAMES = [*CANNED, *(f.__name__ for f in PROGRAMS)]


def main():
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    recorded = {name: observe(tf, name) for name in NAMES}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded.json"), "w") as out:
        json.dump(recorded, out, sort_keys=True, separators=(",", ":"))
        out.write("\n")
    sys.stdout.write(f"{len(NAMES)} programs recorded with {tf.__version__}\n")


if __name__ == "__main__":
    main()
