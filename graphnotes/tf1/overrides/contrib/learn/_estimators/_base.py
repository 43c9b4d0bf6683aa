"""Fitting, evaluating and asking a model function, from checkpoints in one folder."""

from __future__ import annotations

import abc
import collections
import copy
import os
import tempfile

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._estimators._bundle import export
from graphnotes.tf1.overrides.contrib.learn._estimators._feeding import arrays_feeder

_SAVERS = (tf.train.CheckpointSaverHook,)


class NotFittedError(ValueError):
    """An estimator is asked for something before it was fitted (tf.contrib.learn.NotFittedError)."""


class Evaluable(abc.ABC):
    """What can be evaluated (tf.contrib.learn.Evaluable)."""

    @property
    @abc.abstractmethod
    def model_dir(self):
        raise NotImplementedError

    @abc.abstractmethod
    def evaluate(self, x=None, y=None, input_fn=None, feed_fn=None, batch_size=None, steps=None, metrics=None, name=None, checkpoint_path=None, hooks=None):
        raise NotImplementedError


class Trainable(abc.ABC):
    """What can be fitted (tf.contrib.learn.Trainable)."""

    @abc.abstractmethod
    def fit(self, x=None, y=None, input_fn=None, steps=None, batch_size=None, monitors=None, max_steps=None):
        raise NotImplementedError


def check_inputs(x, y, input_fn, feed_fn, batch_size) -> None:
    """ValueError unless either arrays or an input function are given."""
    if input_fn is None:
        if x is None:
            raise ValueError("Either x or input_fn must be provided.")
        if tf.is_tensor(x) or (y is not None and tf.is_tensor(y)):
            raise ValueError("Inputs cannot be tensors. Please provide input_fn.")
        if feed_fn is not None:
            raise ValueError("Can not provide both feed_fn and x or y.")
    elif x is not None or y is not None:
        raise ValueError("Can not provide both input_fn and x or y.")
    elif batch_size is not None:
        raise ValueError("Can not provide both input_fn and batch_size.")


def input_and_feed(x, y, input_fn, feed_fn, batch_size, shuffle=False, epochs=1):
    """The input function, and what feeds its placeholders if it has any."""
    check_inputs(x, y, input_fn, feed_fn, batch_size)
    if input_fn is not None:
        return input_fn, feed_fn
    feeder = arrays_feeder(x, y, batch_size, shuffle, epochs)
    return feeder.input_builder, feeder.next_feed


def infer_real_valued_columns_from_input_fn(input_fn):
    """A real valued column for each feature of an input function (tf.contrib.learn.infer_real_valued_columns_from_input_fn)."""
    with tf.Graph().as_default():
        features, _ = input_fn()
        return tf.contrib.layers.infer_real_valued_columns(features)


def infer_real_valued_columns_from_input(x):
    """A real valued column for each array (tf.contrib.learn.infer_real_valued_columns_from_input)."""
    return infer_real_valued_columns_from_input_fn(input_and_feed(x, None, None, None, None)[0])


class BaseEstimator(Evaluable, Trainable):
    """An estimator without its model (tf.contrib.learn.BaseEstimator).

    Args:
        model_dir: where checkpoints and summaries are; default: a temporary folder.
        config: tf.contrib.learn.RunConfig.

    Raises:
        ValueError: the configuration has another model_dir.
    """

    def __init__(self, model_dir=None, config=None):
        self._config = tf.contrib.learn.RunConfig() if config is None else config
        self._session_config = self._config.session_config or tf.ConfigProto(allow_soft_placement=True)
        if model_dir is not None and self._config.model_dir not in (None, model_dir):
            raise ValueError(
                "model_dir are set both in constructor and RunConfig, but with different values. "
                f"In constructor: '{model_dir}', in RunConfig: '{self._config.model_dir}' "
            )
        self._model_dir = model_dir or self._config.model_dir
        if self._model_dir is None:
            self._model_dir = tempfile.mkdtemp()
            tf.logging.warning(f"Using temporary folder as model directory: {self._model_dir}")
        if self._config.model_dir is None:
            self._config = self._config.replace(model_dir=self._model_dir)
        self._graph = self._labels = None

    @property
    def config(self):
        return copy.deepcopy(self._config)

    @property
    def model_dir(self):
        return self._model_dir

    def fit(self, x=None, y=None, input_fn=None, steps=None, batch_size=None, monitors=None, max_steps=None):
        """Train for `steps` more steps, or until `max_steps` are done.

        Args:
            x, y: features and labels; shuffled and repeated.
            input_fn: instead of these, a function that makes the tensors (features, labels).
            monitors: hooks and monitors.

        Returns:
            The estimator.

        Raises:
            ValueError: both kinds of input, both kinds of limit.
        """
        from graphnotes.tf1.overrides.contrib.learn import monitors as monitoring

        if steps is not None and max_steps is not None:
            raise ValueError("Can not provide both steps and max_steps.")
        check_inputs(x, y, input_fn, None, batch_size)
        if x is not None:
            SKCompat(self).fit(x, y, batch_size, steps, max_steps, monitors)
            return self
        if max_steps is not None and self._steps_done() >= max_steps:
            tf.logging.info("Skipping training since max_steps has already saved.")
            return self
        hooks = monitoring.replace_monitors_with_hooks(monitors, self)
        if steps is not None or max_steps is not None:
            hooks.append(tf.train.StopAtStepHook(steps, max_steps))
        loss = self._train_model(input_fn, hooks)
        tf.logging.info(f"Loss for final step: {loss}.")
        return self

    def _steps_done(self):
        checkpoint = tf.train.latest_checkpoint(self._model_dir)
        return -1 if checkpoint is None else tf.train.load_variable(checkpoint, tf.GraphKeys.GLOBAL_STEP)

    def partial_fit(self, x=None, y=None, input_fn=None, steps=1, batch_size=None, monitors=None):
        """`fit` for one step, to be called again with other data."""
        return self.fit(x=x, y=y, input_fn=input_fn, steps=steps, batch_size=batch_size, monitors=monitors)

    def evaluate(
        self,
        x=None,
        y=None,
        input_fn=None,
        feed_fn=None,
        batch_size=None,
        steps=None,
        metrics=None,
        name=None,
        checkpoint_path=None,
        hooks=None,
        log_progress=True,
    ):
        """The metrics over `steps` batches (None: until the input ends), as a dictionary with "global_step".

        Raises:
            ValueError: both kinds of input, or metrics that are no dictionary.
            NotFittedError: there is no checkpoint.
        """
        check_inputs(x, y, input_fn, feed_fn, batch_size)
        if x is not None:
            return SKCompat(self).score(x, y, batch_size, steps, metrics, name)
        if metrics is not None and not isinstance(metrics, dict):
            raise ValueError(f"Metrics argument should be None or dict. Got {metrics}.")
        results, step = self._evaluate_model(input_fn, steps, feed_fn, metrics, name, checkpoint_path, hooks, log_progress)
        results.update({"global_step": step})
        return results

    def predict(self, x=None, input_fn=None, batch_size=None, outputs=None, as_iterable=True, iterate_batches=False):
        """The predictions for each example, or for each batch.

        Args:
            outputs: names of those predictions that are wanted.
            as_iterable: a generator; else an array or a dictionary of arrays.

        Raises:
            NotFittedError: there is no checkpoint.
        """
        check_inputs(x, None, input_fn, None, batch_size)
        if x is not None and not as_iterable:
            return SKCompat(self).predict(x, batch_size)
        input_fn, feed_fn = input_and_feed(x, None, input_fn, None, batch_size)
        return self._infer_model(input_fn, feed_fn, outputs, as_iterable, iterate_batches)

    def get_variable_value(self, name):
        """A variable's value in the last checkpoint."""
        return tf.train.load_variable(self.model_dir, name)

    def get_variable_names(self):
        """The names of the variables in the last checkpoint."""
        return [name for name, _ in tf.train.list_variables(self.model_dir)]

    export = export

    def _start(self, graph):
        tf.set_random_seed(self._config.tf_random_seed)
        return tf.train.create_global_step(graph)

    def _checkpoint(self, path=None):
        path = path or tf.train.latest_checkpoint(self._model_dir)
        if not path:
            raise NotFittedError(f"Couldn't find trained model at {self._model_dir}.")
        return path

    def _train_model(self, input_fn, hooks):
        self._graph = tf.Graph()
        with self._graph.as_default() as graph:
            step = self._start(graph)
            features, labels = input_fn()
            self._labels = _signatures(labels)
            _read_of_the_step()
            model = self._get_train_ops(features, labels)
            tf.add_to_collection(tf.GraphKeys.LOSSES, model.loss)
            logged = tf.train.LoggingTensorHook({"loss": model.loss, "step": step}, every_n_iter=100)
            hooks = [*hooks, tf.train.NanTensorHook(model.loss), logged]
            scaffold = model.scaffold or tf.train.Scaffold()
            if not (scaffold.saver or tf.get_collection(tf.GraphKeys.SAVERS)):
                tf.add_to_collection(tf.GraphKeys.SAVERS, self._saver())
            chief_hooks = self._saving(hooks + model.training_hooks + model.training_chief_hooks, scaffold)
            with tf.train.MonitoredTrainingSession(
                master=self._config.master,
                is_chief=self._config.is_chief,
                checkpoint_dir=self._model_dir,
                scaffold=scaffold,
                hooks=hooks + model.training_hooks,
                chief_only_hooks=chief_hooks + model.training_chief_hooks,
                save_checkpoint_secs=0,
                save_summaries_steps=self._config.save_summary_steps,
                config=self._session_config,
            ) as session:
                loss = None
                while not session.should_stop():
                    _, loss = session.run([model.train_op, model.loss])
            return loss

    def _saver(self):
        return tf.train.Saver(
            sharded=True,
            max_to_keep=self._config.keep_checkpoint_max,
            keep_checkpoint_every_n_hours=self._config.keep_checkpoint_every_n_hours,
            defer_build=True,
            save_relative_paths=True,
        )

    def _saving(self, hooks, scaffold):
        seconds, steps = self._config.save_checkpoints_secs, self._config.save_checkpoints_steps
        if not (seconds or steps) or any(isinstance(hook, _SAVERS) for hook in hooks):
            return []
        return [tf.train.CheckpointSaverHook(self._model_dir, save_secs=seconds, save_steps=steps, scaffold=scaffold)]

    def _evaluate_model(
        self, input_fn, steps, feed_fn=None, metrics=None, name="", checkpoint_path=None, hooks=None, log_progress=True
    ):
        checkpoint_path = self._checkpoint(checkpoint_path)
        with tf.Graph().as_default() as graph:
            global_step = self._start(graph)
            features, labels = input_fn()
            self._labels = self._labels or _signatures(labels)
            model = self._get_eval_ops(features, labels, metrics)
            update, values = _updates_and_values(model.eval_metric_ops)
            hooks = list(hooks or ())
            if feed_fn:
                hooks.append(tf.train.FeedFnHook(feed_fn))
            if steps:
                hooks.append(tf.contrib.training.StopAfterNEvalsHook(steps, log_progress=log_progress))
            key = "global_step"
            while key in values:
                key = "_" + key
            values[key] = global_step
            results = tf.contrib.training.evaluate_once(
                checkpoint_path=checkpoint_path,
                scaffold=model.scaffold,
                eval_ops=update,
                final_ops=values,
                hooks=hooks,
                config=self._session_config,
            )
            step = results[key]
            _write(os.path.join(self._model_dir, "eval" if not name else "eval_" + name), results, step)
        return results, step

    def _infer_model(self, input_fn, feed_fn=None, outputs=None, as_iterable=True, iterate_batches=False):
        checkpoint_path = self._checkpoint()
        with tf.Graph().as_default() as graph:
            self._start(graph)
            features = input_fn()
            features = features[0] if isinstance(features, (list, tuple)) else features
            model = self._get_predict_ops(features)
            predictions = _wanted(model.predictions, outputs)
            creator = tf.train.ChiefSessionCreator(
                checkpoint_filename_with_path=checkpoint_path, scaffold=model.scaffold, config=self._session_config
            )
            session = tf.train.MonitoredSession(session_creator=creator)
            if as_iterable:
                return _each_prediction(session, predictions, feed_fn, iterate_batches)
            with session:
                return session.run(predictions, feed_fn() if feed_fn else None)


def _read_of_the_step():
    from tensorflow.python.training import training_util

    return training_util._get_or_create_global_step_read()


_Signature = collections.namedtuple("_Signature", ["dtype", "shape", "is_sparse"])


def _signatures(tensors):
    """What placeholders for tensors like these need."""
    if tensors is None:
        return None
    if isinstance(tensors, dict):
        return {key: _signatures(tensor) for key, tensor in tensors.items()}
    if isinstance(tensors, tf.SparseTensor):
        return _Signature(tensors.values.dtype, None, True)
    return _Signature(tensors.dtype, tensors.get_shape(), False)


def placeholders_like(signatures):
    """A placeholder, or a dictionary of them, for any number of examples."""
    if signatures is None:
        return None
    if isinstance(signatures, dict):
        return {key: placeholders_like(signature) for key, signature in signatures.items()}
    if signatures.is_sparse:
        return tf.sparse_placeholder(dtype=signatures.dtype)
    return tf.placeholder(dtype=signatures.dtype, shape=[None, *signatures.shape[1:]])


def _updates_and_values(metrics):
    updates, values = [], {}
    for name, metric in metrics.items():
        if isinstance(metric, (list, tuple)) and len(metric) == 2:
            values[name], update = metric
            updates.append(update)
        else:
            values[name] = metric
    return (tf.group(*updates) if updates else None), values


def _write(folder, results, step):
    """The results as summaries in `folder`."""
    summary = tf.Summary()
    for key, value in results.items():
        if key == "global_step" or value is None:
            continue
        if isinstance(value, bytes):
            parsed = tf.Summary.FromString(value)
            for part in parsed.value:
                part.tag = key
            summary.value.extend(parsed.value)
        elif isinstance(value, np.ndarray) and value.ndim:
            summary.value.add(tag=key, node_name=key).tensor.CopyFrom(tf.make_tensor_proto(value))
        else:
            summary.value.add(tag=key, simple_value=float(value))
    writer = tf.summary.FileWriterCache.get(folder)
    writer.add_summary(summary, step)
    writer.flush()


def _wanted(predictions, outputs):
    if not outputs:
        return predictions
    if not isinstance(predictions, dict):
        raise ValueError("outputs argument is not valid in case of non-dict predictions.")
    wanted = {key: value for key, value in predictions.items() if key in outputs}
    if not wanted:
        raise ValueError(f"Expected to run at least one output from {predictions.keys()}, provided {outputs}.")
    return wanted


def _each_prediction(session, predictions, feed_fn, iterate_batches):
    with session:
        while not session.should_stop():
            values = session.run(predictions, feed_fn() if feed_fn else None)
            if iterate_batches:
                yield values
            elif not isinstance(predictions, dict):
                yield from values
            else:
                first = next(iter(values.values()))
                size = first.dense_shape[0] if isinstance(first, tf.SparseTensorValue) else first.shape[0]
                for i in range(size):
                    yield {key: value[i] for key, value in values.items()}
            if feed_fn is None and not session.graph.get_collection(tf.GraphKeys.QUEUE_RUNNERS):
                return  # the input never changes


class SKCompat:
    """An estimator that takes arrays (tf.contrib.learn.SKCompat)."""

    def __init__(self, estimator):
        self._estimator = estimator

    def fit(self, x, y, batch_size=128, steps=None, max_steps=None, monitors=None):
        """Train on the examples, shuffled, again and again; the SKCompat itself."""
        input_fn, feed_fn = input_and_feed(x, y, None, None, batch_size, shuffle=True, epochs=None)
        hooks = [tf.train.FeedFnHook(feed_fn), *(monitors or ())]
        self._estimator.fit(input_fn=input_fn, steps=steps, max_steps=max_steps, monitors=hooks)
        return self

    def score(self, x, y, batch_size=128, steps=None, metrics=None, name=None):
        """The metrics over all examples, with "global_step"."""
        input_fn, feed_fn = input_and_feed(x, y, None, None, batch_size)
        if metrics is not None and not isinstance(metrics, dict):
            raise ValueError(f"Metrics argument should be None or dict. Got {metrics}.")
        results, step = self._estimator._evaluate_model(input_fn, steps, feed_fn, metrics, name)
        results.update({"global_step": step})
        return results

    def predict(self, x, batch_size=128, outputs=None):
        """The predictions for all examples: an array, or a dictionary of arrays."""
        input_fn, feed_fn = input_and_feed(x, None, None, None, batch_size)
        batches = list(self._estimator._infer_model(input_fn, feed_fn, outputs, True, iterate_batches=True))
        if not isinstance(batches[0], dict):
            return np.concatenate(batches, axis=0)
        return {key: np.concatenate([batch[key] for batch in batches], axis=0) for key in batches[0]}
