"""The models of contrib.learn's estimators, in their three modes."""


def _features(tf, np):
    return {
        "age": tf.constant([[17.0], [32.5], [61.0]]),
        "city": tf.SparseTensor([[0, 0], [1, 0], [1, 1]], tf.constant(["oslo", "bern", "rome"]), [3, 2]),
        "weight": tf.constant([1.0, 2.0, 0.5]),
    }


def _columns(tf):
    layers = tf.contrib.layers
    city = layers.sparse_column_with_hash_bucket("city", 10)
    age = layers.real_valued_column("age")
    return [age, layers.bucketized_column(age, [20, 40]), city], [age, layers.embedding_column(city, 3)]


def _model(tf, np, estimator, mode, labels, loss=True):
    step = tf.train.create_global_step()
    model = estimator.model_fn(_features(tf, np), labels, mode, None)
    fetched = {}
    if loss and model.loss is not None:
        fetched["loss"] = model.loss
    if mode == "train":
        with tf.control_dependencies([model.train_op]):
            fetched["step"] = tf.identity(step)
    if mode == "eval":
        fetched["updates"] = {k: update for k, (_, update) in sorted(model.eval_metric_ops.items())}
    if mode == "infer":
        fetched["predictions"] = dict(sorted(model.predictions.items()))
    return fetched


def deep_classifier_trains(tf, np):
    """DNNClassifier of three classes with dropout and weights."""
    _, deep = _columns(tf)
    learn = tf.contrib.learn
    options = {"n_classes": 3, "dropout": 0.4, "weight_column_name": "weight", "gradient_clip_norm": 1.0}
    estimator = learn.DNNClassifier([4, 3], deep, embedding_lr_multipliers={deep[1]: 0.5}, **options)
    return _model(tf, np, estimator, "train", tf.constant([[0], [2], [1]]))


def deep_classifier_evaluates(tf, np):
    """DNNClassifier of two classes: its metrics."""
    _, deep = _columns(tf)
    estimator = tf.contrib.learn.DNNClassifier([4], deep, activation_fn=tf.nn.tanh)
    return _model(tf, np, estimator, "eval", tf.constant([[0], [1], [1]]))


def deep_classifier_infers(tf, np):
    """DNNClassifier of classes with names."""
    _, deep = _columns(tf)
    estimator = tf.contrib.learn.DNNClassifier([4], deep, n_classes=3, label_keys=["a", "b", "c"])
    return _model(tf, np, estimator, "infer", None)


def deep_regressor_trains(tf, np):
    """DNNRegressor of two numbers, with a centered bias; the step that updates it may come before or after the loss reads it."""
    _, deep = _columns(tf)
    adam = tf.train.AdamOptimizer(0.1)
    estimator = tf.contrib.learn.DNNRegressor([4], deep, label_dimension=2, enable_centered_bias=True, optimizer=adam)
    return _model(tf, np, estimator, "train", tf.constant([[0.0, 1.0], [1.0, 2.0], [1.5, -1.0]]), loss=False)


def linear_classifier_trains(tf, np):
    """LinearClassifier of two classes."""
    wide, _ = _columns(tf)
    return _model(tf, np, tf.contrib.learn.LinearClassifier(wide, gradient_clip_norm=0.5), "train", tf.constant([0, 1, 1]))


def linear_classifier_evaluates(tf, np):
    """LinearClassifier of two classes with weights."""
    wide, _ = _columns(tf)
    estimator = tf.contrib.learn.LinearClassifier(wide, weight_column_name="weight")
    return _model(tf, np, estimator, "eval", tf.constant([[0], [1], [1]]))


def linear_regressor_trains(tf, np):
    """LinearRegressor with a named optimizer."""
    wide, _ = _columns(tf)
    estimator = tf.contrib.learn.LinearRegressor(wide, optimizer="SGD")
    return _model(tf, np, estimator, "train", tf.constant([0.5, 1.0, -1.0]))


def linear_regressor_infers(tf, np):
    """LinearRegressor's scores."""
    wide, _ = _columns(tf)
    return _model(tf, np, tf.contrib.learn.LinearRegressor(wide), "infer", None)


def wide_and_deep_trains(tf, np):
    """DNNLinearCombinedClassifier."""
    wide, deep = _columns(tf)
    learn = tf.contrib.learn
    estimator = learn.DNNLinearCombinedClassifier(
        linear_feature_columns=wide, dnn_feature_columns=deep, dnn_hidden_units=[4], fix_global_step_increment_bug=True
    )
    return _model(tf, np, estimator, "train", tf.constant([0, 1, 1]))


def wide_and_deep_regressor_evaluates(tf, np):
    """DNNLinearCombinedRegressor."""
    wide, deep = _columns(tf)
    learn = tf.contrib.learn
    estimator = learn.DNNLinearCombinedRegressor(
        linear_feature_columns=wide, dnn_feature_columns=deep, dnn_hidden_units=[4, 2], dnn_dropout=0.5
    )
    return _model(tf, np, estimator, "eval", tf.constant([0.0, 1.0, 1.0]))


def heads(tf, np):
    """The other heads: SVM, several labels, Poisson, several heads."""
    learn = tf.contrib.learn
    layer = tf.constant([[0.3, -1.0], [2.0, 0.1], [0.5, 0.5]])
    features = _features(tf, np)
    several = learn.multi_head(
        [learn.regression_head("size", head_name="size"), learn.poisson_regression_head("count", head_name="count")],
        [1.0, 0.5],
    )
    labels = {"size": tf.constant([1.0, 2.0, 3.0]), "count": tf.constant([1.0, 0.0, 4.0])}
    loss_only = {
        "svm": learn.binary_svm_head().create_model_fn_ops(features, "eval", tf.constant([0, 1, 1]), logits_input=layer),
        "labels": learn.multi_label_head(3, metric_class_ids=[1]).create_model_fn_ops(
            features, "eval", tf.constant([[0, 1, 1], [1, 0, 0], [0, 0, 1]]), logits_input=layer
        ),
        "classes": learn.multi_class_head(3, metric_class_ids=[0, 2]).create_model_fn_ops(
            features, "eval", tf.constant([[0], [2], [1]]), logits_input=layer
        ),
        "several": several.create_model_fn_ops(features, "train", labels, lambda loss: tf.no_op(), logits=layer),
    }
    updates = {k: m.eval_metric_ops for k, m in loss_only.items()}
    updates = {k: {n: u for n, (_, u) in sorted(found.items())} for k, found in updates.items()}
    return {"losses": {k: m.loss for k, m in loss_only.items()}, "updates": updates}
