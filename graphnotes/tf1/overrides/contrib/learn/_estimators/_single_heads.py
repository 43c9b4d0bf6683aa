"""Single heads: what a model's logits mean, its loss, its predictions, its metrics, and how it is trained on them."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers import linear
from graphnotes.tf1.overrides.contrib.learn._estimators import _head_metrics as metrics
from graphnotes.tf1.overrides.contrib.learn._estimators._model_fn import ModelFnOps
from graphnotes.tf1.overrides.contrib.learn._modes import (
    ModeKeys,
    PredictionKey,
    ProblemType,
)

MetricKey = metrics.MetricKey


class Head:
    """What makes a model of logits (tf.contrib.learn.Head)."""

    @property
    def logits_dimension(self) -> int:
        raise NotImplementedError("Calling an abstract method.")

    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        """The `ModelFnOps` of the logits, or of a linear layer of `logits_input`.

        Raises:
            ValueError: a wrong mode, both or neither of the logits, no training function.
        """
        raise NotImplementedError("Calling an abstract method.")


class _SingleHead(Head):
    default_name = None
    problem_type = ProblemType.CLASSIFICATION

    def __init__(self, loss_fn, dimension, label_name, weight_column_name, enable_centered_bias, head_name):
        if dimension is None or dimension < 1:
            raise ValueError(f"Invalid logits_dimension {dimension}.")
        self._loss_fn, self._dimension, self._label_name = loss_fn, dimension, label_name
        self._weight_column_name, self._centered, self._head_name = weight_column_name, enable_centered_bias, head_name

    @property
    def logits_dimension(self):
        return self._dimension

    @property
    def label_name(self):
        return self._label_name

    @property
    def weight_column_name(self):
        return self._weight_column_name

    @property
    def head_name(self):
        return self._head_name

    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        values = (*features.values(), labels, logits, logits_input)
        with tf.variable_scope(scope, default_name=self._head_name or self.default_name, values=values):
            labels = None if mode == ModeKeys.INFER or labels is None else self._labels_of(labels)
            logits = self._logits(logits_input, logits)
            return self._ops(features, mode, labels, train_op_fn, logits)

    def _logits(self, logits_input, logits):
        if logits is None:
            if logits_input is None:
                raise ValueError("Neither logits nor logits_input supplied.")
            return linear(logits_input, self._dimension, scope="logits")
        if logits_input is not None:
            raise ValueError("Both logits and logits_input supplied.")
        logits = tf.convert_to_tensor(logits, name="logits")
        dimensions = logits.get_shape().dims
        if dimensions is not None:
            dimensions[-1].assert_is_compatible_with(self._dimension)
        return logits

    def _labels_of(self, labels):
        labels = labels[self._label_name] if isinstance(labels, dict) else labels
        labels = tf.convert_to_tensor_or_sparse_tensor(labels)
        if isinstance(labels, tf.SparseTensor):
            raise ValueError("SparseTensor is not supported.")
        return labels

    def _loss(self, labels, logits, weights):
        return self._loss_fn(labels, logits, weights)

    def _ops(self, features, mode, labels, train_op_fn, logits):
        if mode not in (ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.INFER):
            raise ValueError(f"mode={mode} unrecognized.")
        bias = _centered_bias(self._dimension, self._head_name) if self._centered else None
        if bias is not None:
            logits = tf.nn.bias_add(logits, bias)
        predictions = self._predictions(logits)
        loss = train_op = eval_metric_ops = None
        if mode != ModeKeys.INFER and labels is not None:
            weights = _weights(features, self._weight_column_name)
            loss, average = self._loss(labels, logits, weights)
            with tf.name_scope(""):
                tf.summary.scalar(self._named(MetricKey.LOSS), tf.identity(average))
            if mode == ModeKeys.TRAIN:
                if train_op_fn is None:
                    raise ValueError("train_op_fn can not be None in TRAIN mode")
                batch_size = tf.shape(logits)[0]
                train_op = self._train(loss, labels, train_op_fn, bias, batch_size, weights)
            eval_metric_ops = {self._named(k): v for k, v in self._metrics(average, predictions, labels, weights).items()}
        return ModelFnOps(mode, predictions, loss, train_op, eval_metric_ops, self._alternatives(predictions))

    def _train(self, loss, labels, train_op_fn, bias, batch_size, weights):
        step = None
        if bias is not None:
            step = _centered_bias_step(bias, batch_size, labels, self._loss, weights)
        with tf.name_scope(None, "train_op", (loss, *_tensors(labels))):
            train_op = train_op_fn(loss)
            return train_op if step is None else tf.group(train_op, step)

    def _named(self, key):
        return f"{key}/{self._head_name}" if self._head_name else key

    def _alternatives(self, predictions):
        return _class_alternatives(self._head_name, self.problem_type, predictions)


def _tensors(labels):
    return tuple(labels.values()) if isinstance(labels, dict) else (labels,)


class _RegressionHead(_SingleHead):
    default_name = "regression_head"
    problem_type = ProblemType.LINEAR_REGRESSION

    def __init__(self, link_fn, *args):
        super().__init__(*args)
        self._link_fn = link_fn

    def _predictions(self, logits):
        with tf.name_scope(None, "predictions", (logits,)):
            if self._dimension == 1:
                logits = tf.squeeze(logits, axis=(1,), name=PredictionKey.SCORES)
            return {PredictionKey.SCORES: self._link_fn(logits)}

    def _metrics(self, loss, predictions, labels, weights):
        with tf.name_scope("metrics", values=[loss]):
            return {MetricKey.LOSS: tf.metrics.mean(loss)}

    def _alternatives(self, predictions):
        return {self._head_name: (self.problem_type, predictions)}


class _BinaryLogisticHead(_SingleHead):
    default_name = "binary_logistic_head"
    problem_type = ProblemType.LOGISTIC_REGRESSION

    def __init__(self, thresholds, *args):
        super().__init__(*args)
        self._thresholds = thresholds or (0.5,)

    def _predictions(self, logits):
        with tf.name_scope(None, "predictions", (logits,)):
            both = tf.concat((tf.zeros_like(logits), logits), 1)
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.LOGISTIC: tf.sigmoid(logits, name=PredictionKey.LOGISTIC),
                PredictionKey.PROBABILITIES: tf.nn.softmax(both, name=PredictionKey.PROBABILITIES),
                PredictionKey.CLASSES: tf.argmax(both, 1, name=PredictionKey.CLASSES),
            }

    def _metrics(self, loss, predictions, labels, weights):
        with tf.name_scope("metrics", values=[loss, labels, weights, *predictions.values()]):
            logistic = predictions[PredictionKey.LOGISTIC]
            found = {
                MetricKey.LOSS: tf.metrics.mean(loss),
                MetricKey.ACCURACY: tf.metrics.accuracy(labels, predictions[PredictionKey.CLASSES], weights),
                MetricKey.PREDICTION_MEAN: metrics.mean_of(logistic, weights),
                MetricKey.LABEL_MEAN: metrics.mean_of(labels, weights),
                MetricKey.ACCURACY_BASELINE: metrics.mean_of(labels, weights),
                MetricKey.AUC: metrics.auc(logistic, labels, weights),
                MetricKey.AUC_PR: metrics.auc(logistic, labels, weights, curve="PR"),
            }
            for threshold in self._thresholds:
                found.update(metrics.at_threshold(logistic, labels, weights, threshold))
            return found


class _BinarySvmHead(_SingleHead):
    default_name = "binary_svm_head"
    problem_type = ProblemType.LOGISTIC_REGRESSION

    def _predictions(self, logits):
        with tf.name_scope(None, "predictions", (logits,)):
            both = tf.concat((tf.zeros_like(logits), logits), 1)
            classes = tf.argmax(both, 1, name=PredictionKey.CLASSES)
            return {PredictionKey.LOGITS: logits, PredictionKey.CLASSES: classes}

    def _metrics(self, loss, predictions, labels, weights):
        with tf.name_scope("metrics", values=[loss, labels, weights, *predictions.values()]):
            accuracy = predictions[PredictionKey.CLASSES]
            return {
                MetricKey.LOSS: tf.metrics.mean(loss),
                MetricKey.ACCURACY: tf.metrics.accuracy(labels, accuracy, weights),
            }

    def _alternatives(self, predictions):
        return {self._head_name: (self.problem_type, predictions)}


class _ClassesHead(_SingleHead):
    def __init__(self, metric_class_ids, *args):
        super().__init__(*args)
        self._metric_class_ids = tuple(metric_class_ids or ())
        for class_id in self._metric_class_ids:
            if class_id < 0 or class_id >= self._dimension:
                raise ValueError(f"Class ID {class_id} not in [0, {self._dimension}).")


class _MultiClassHead(_ClassesHead):
    default_name = "multi_class_head"

    def __init__(self, label_keys, *args):
        super().__init__(*args)
        if label_keys and len(label_keys) != self._dimension:
            raise ValueError("Length of label_keys must equal n_classes.")
        self._label_keys = label_keys

    def _labels_of(self, labels):
        labels = super()._labels_of(labels)
        if not self._label_keys:
            return {"labels": labels, "label_ids": labels}
        table = tf.contrib.lookup.index_table_from_tensor(self._label_keys, name="label_id_lookup")
        return {"labels": labels, "label_ids": table.lookup(labels)}

    def _loss(self, labels, logits, weights=None):
        return self._loss_fn(labels["label_ids"], logits, weights=weights)

    def _predictions(self, logits):
        with tf.name_scope(None, "predictions", (logits,)):
            classes = tf.argmax(logits, 1, name=PredictionKey.CLASSES)
            if self._label_keys:
                table = tf.contrib.lookup.index_to_string_table_from_tensor(self._label_keys, name="class_string_lookup")
                classes = table.lookup(classes)
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.PROBABILITIES: tf.nn.softmax(logits, name=PredictionKey.PROBABILITIES),
                PredictionKey.CLASSES: classes,
            }

    def _metrics(self, loss, predictions, labels, weights):
        with tf.name_scope("metrics", values=[loss, *labels.values(), weights, *predictions.values()]):
            classes = predictions[PredictionKey.CLASSES]
            found = {
                MetricKey.LOSS: tf.metrics.mean(loss),
                MetricKey.ACCURACY: tf.metrics.accuracy(labels["labels"], classes, weights),
            }
            for i in () if self._label_keys else self._metric_class_ids:
                probabilities, logits = predictions[PredictionKey.PROBABILITIES], predictions[PredictionKey.LOGITS]
                found[MetricKey.CLASS_PREDICTION_MEAN % i] = metrics.share_of_class(classes, weights, i)
                found[MetricKey.CLASS_LABEL_MEAN % i] = metrics.share_of_class(labels["label_ids"], weights, i)
                found[MetricKey.CLASS_PROBABILITY_MEAN % i] = metrics.mean_of(probabilities, weights, i)
                found[MetricKey.CLASS_LOGITS_MEAN % i] = metrics.mean_of(logits, weights, i)
            return found

    def _alternatives(self, predictions):
        return _class_alternatives(self._head_name, self.problem_type, predictions, self._label_keys)


class _MultiLabelHead(_ClassesHead):
    default_name = "multi_label_head"

    def _labels_of(self, labels):
        labels = labels[self._label_name] if isinstance(labels, dict) else labels
        labels = tf.convert_to_tensor_or_sparse_tensor(labels)
        if isinstance(labels, tf.SparseTensor):
            return tf.cast(tf.sparse_to_indicator(labels, self._dimension), tf.int64)
        return labels

    def _predictions(self, logits):
        with tf.name_scope(None, "predictions", (logits,)):
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.PROBABILITIES: tf.sigmoid(logits, name=PredictionKey.PROBABILITIES),
                PredictionKey.CLASSES: tf.cast(tf.greater(logits, 0), tf.int64, name=PredictionKey.CLASSES),
            }

    def _metrics(self, loss, predictions, labels, weights):
        with tf.name_scope("metrics", values=[loss, labels, weights, *predictions.values()]):
            classes, logits = predictions[PredictionKey.CLASSES], predictions[PredictionKey.LOGITS]
            probabilities = predictions[PredictionKey.PROBABILITIES]
            found = {
                MetricKey.LOSS: tf.metrics.mean(loss),
                MetricKey.ACCURACY: tf.metrics.accuracy(labels, classes, weights),
                MetricKey.AUC: metrics.auc(probabilities, labels, weights),
                MetricKey.AUC_PR: metrics.auc(probabilities, labels, weights, curve="PR"),
            }
            for i in self._metric_class_ids:
                found[MetricKey.CLASS_PREDICTION_MEAN % i] = metrics.mean_of(classes, weights, i)
                found[MetricKey.CLASS_LABEL_MEAN % i] = metrics.mean_of(labels, weights, i)
                found[MetricKey.CLASS_PROBABILITY_MEAN % i] = metrics.mean_of(probabilities, weights, i)
                found[MetricKey.CLASS_LOGITS_MEAN % i] = metrics.mean_of(logits, weights, i)
                found[MetricKey.CLASS_AUC % i] = metrics.auc(probabilities, labels, weights, i)
                found[MetricKey.CLASS_AUC_PR % i] = metrics.auc(probabilities, labels, weights, i, curve="PR")
            return found


def _class_alternatives(head_name, problem_type, predictions, label_keys=None):
    probabilities = predictions[PredictionKey.PROBABILITIES]
    with tf.name_scope(None, "_classification_output_alternatives", (probabilities,)):
        batch_size = tf.shape(probabilities)[0]
        if label_keys:
            rows = tf.expand_dims(label_keys, axis=0)
            classes = tf.tile(rows, [batch_size, 1], name="classes_tensor")
        else:
            rows = tf.expand_dims(tf.range(tf.shape(probabilities)[1]), axis=0)
            classes = tf.as_string(tf.tile(rows, [batch_size, 1]), name="classes_tensor")
    exported = {PredictionKey.PROBABILITIES: probabilities, PredictionKey.CLASSES: classes}
    return {head_name: (problem_type, exported)}


def _weights(features, name):
    if not name:
        return None
    if name not in features:
        raise ValueError(f"Weights {name} missing from features.")
    with tf.name_scope(None, "weight_tensor", tuple(features.values())):
        weights = tf.cast(features[name], tf.float32)
        if weights.get_shape().ndims == 1:
            tf.logging.warning(f"Weights {name} has shape {weights.get_shape()}, expanding to make it 2d.")
            reshape = tf.sparse_reshape if isinstance(weights, tf.SparseTensor) else tf.reshape
            weights = reshape(weights, (-1, 1))
        return weights


def _centered_bias(dimension, head_name):
    bias = tf.Variable(name="centered_bias_weight", initial_value=tf.zeros(shape=(dimension,)), trainable=True)
    for i in range(dimension):
        tf.summary.scalar(f"centered_bias/bias_{i}" + (f"/{head_name}" if head_name else ""), bias[i])
    return bias


def _centered_bias_step(bias, batch_size, labels, loss_fn, weights):
    with tf.name_scope(None, "centered_bias_step", _tensors(labels)) as name:
        dimension = tf.shape(bias)[0]
        logits = tf.reshape(tf.tile(bias, (batch_size,)), (batch_size, dimension))
        with tf.name_scope(None, "centered_bias", (*_tensors(labels), logits)):
            loss = tf.reduce_mean(loss_fn(labels, logits, weights), name="training_loss")
    return tf.train.AdagradOptimizer(0.1).minimize(loss, var_list=(bias,), name=name)
