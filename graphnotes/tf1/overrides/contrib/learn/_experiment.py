"""A training run and its evaluations (tf.contrib.learn.Experiment)."""

from __future__ import annotations

import os
import time

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn import monitors as monitoring
from graphnotes.tf1.overrides.contrib.learn._estimators._base import (
    Evaluable,
    Trainable,
)
from graphnotes.tf1.overrides.contrib.learn._export import ExportStrategy


class Experiment:
    """Trains and evaluates an estimator of contrib.learn or tf.estimator.

    Args:
        eval_metrics: {name: MetricSpec}; only for contrib.learn's.
        train_steps: the step that training ends at; None: the input's end.
        eval_steps: batches of one evaluation.
        min_eval_frequency: steps between evaluations while training; 0: none, default 1 (each new checkpoint).
        export_strategies: what is exported after evaluations.

    Raises:
        ValueError: no such estimator, or arguments that it doesn't take.
    """

    def __init__(
        self,
        estimator,
        train_input_fn,
        eval_input_fn,
        eval_metrics=None,
        train_steps=None,
        eval_steps=100,
        train_monitors=None,
        eval_hooks=None,
        local_eval_frequency=None,
        eval_delay_secs=120,
        continuous_eval_throttle_secs=60,
        min_eval_frequency=None,
        delay_workers_by_global_step=False,
        export_strategies=None,
        train_steps_per_iteration=None,
        checkpoint_and_export=False,
        saving_listeners=None,
        check_interval_secs=5,
    ):
        self._is_core = not isinstance(estimator, Evaluable) and hasattr(estimator, "train")
        if self._is_core and eval_metrics is not None:
            raise ValueError(
                "`eval_metrics` must be `None` with `tf.estimator.Estimator`. Use `eval_metric_ops` in "
                "`tf.estimator.EstimatorSpec` instead."
            )
        if not self._is_core and not (isinstance(estimator, Evaluable) and isinstance(estimator, Trainable)):
            raise ValueError("`estimator` must implement `tf.contrib.learn.Evaluable` or `tf.estimator.Estimator`.")
        if not self._is_core and saving_listeners is not None:
            raise ValueError("`saving_listeners` must be `None` with `tf.contrib.learn.Estimator`.")
        if checkpoint_and_export:
            raise NotImplementedError("checkpoint_and_export is not supported; leave it out and use export_strategies")
        if train_steps_per_iteration is not None and not isinstance(train_steps_per_iteration, int):
            raise ValueError("`train_steps_per_iteration` must be an integer.")
        self.estimator, self.eval_metrics = estimator, eval_metrics
        self.train_steps, self.eval_steps = train_steps, eval_steps
        self._train_input_fn, self._eval_input_fn = train_input_fn, eval_input_fn
        self._train_monitors, self._eval_hooks = list(train_monitors or ()), list(eval_hooks or ())
        self._local_eval_frequency, self._eval_delay_secs = local_eval_frequency, eval_delay_secs
        self._throttle_secs, self._saving_listeners = continuous_eval_throttle_secs, saving_listeners
        self._min_eval_frequency = 1 if min_eval_frequency is None else min_eval_frequency
        self._train_steps_per_iteration, self._check_interval_secs = train_steps_per_iteration, check_interval_secs
        self.reset_export_strategies(export_strategies)

    def extend_train_hooks(self, additional_hooks):
        """Add hooks or monitors to those of training."""
        self._train_monitors.extend(additional_hooks)

    def reset_export_strategies(self, new_export_strategies=None):
        """Replace the export strategies; the old ones."""
        old = getattr(self, "_export_strategies", ())
        new = new_export_strategies or ()
        new = (new,) if isinstance(new, ExportStrategy) else tuple(new)
        for strategy in new:
            if not isinstance(strategy, ExportStrategy):
                raise ValueError(
                    "`export_strategies` must be an ExportStrategy, an iterable of ExportStrategy, or `None`, found "
                    f"{strategy}."
                )
        self._export_strategies = new
        return old

    def train(self, delay_secs=None):
        """Train until `train_steps`; the estimator."""
        if delay_secs is None:
            delay_secs = min(60, (self.estimator.config.task_id or 0) * 5)
        _wait(delay_secs, "training")
        return self._train(max_steps=self.train_steps, hooks=self._train_monitors)

    def evaluate(self, delay_secs=None, name=None):
        """Evaluate the last checkpoint, after a delay (default `eval_delay_secs`)."""
        _wait(self._eval_delay_secs if delay_secs is None else delay_secs, "eval")
        return self._evaluate(name or "one_pass")

    def train_and_evaluate(self):
        """Train with evaluations; (the last evaluation, what was exported)."""
        monitors = list(self._train_monitors)
        if self._min_eval_frequency:
            monitors.append(
                monitoring.ValidationMonitor(
                    input_fn=self._eval_input_fn,
                    eval_steps=self.eval_steps,
                    metrics=self.eval_metrics,
                    every_n_steps=self._min_eval_frequency,
                    check_interval_secs=self._check_interval_secs,
                    hooks=self._eval_hooks,
                )
            )
        self._train(max_steps=self.train_steps, hooks=monitors)
        result = self._evaluate(None)
        return result, self._export(result)

    def local_run(self):
        """`train_and_evaluate` every `local_eval_frequency` steps."""
        kept, self._min_eval_frequency = self._min_eval_frequency, self._local_eval_frequency
        try:
            return self.train_and_evaluate()
        finally:
            self._min_eval_frequency = kept

    def continuous_train_and_eval(self, continuous_eval_predicate_fn=None):
        """Train and evaluate in turns until `train_steps`, or until the predicate of the last evaluation is false."""
        steps = self._train_steps_per_iteration or (1000 if self.train_steps is None else int(self.train_steps / 10))
        result = exported = None
        while continuous_eval_predicate_fn is None or continuous_eval_predicate_fn(result):
            if self._is_done(result):
                break
            self._train(steps=steps, hooks=self._train_monitors)
            result = self._evaluate("one_pass", tf.train.latest_checkpoint(self.estimator.model_dir))
            exported = self._export(result)
        return result, exported

    def continuous_eval(
        self,
        delay_secs=None,
        throttle_delay_secs=None,
        evaluate_checkpoint_only_once=True,
        continuous_eval_predicate_fn=None,
        name="continuous",
    ):
        """Evaluate each new checkpoint until training has reached `train_steps`."""
        once, asked = evaluate_checkpoint_only_once, continuous_eval_predicate_fn
        self._continuously(self._eval_input_fn, name, delay_secs, throttle_delay_secs, once, asked, exports=True)

    def continuous_eval_on_train_data(
        self,
        delay_secs=None,
        throttle_delay_secs=None,
        continuous_eval_predicate_fn=None,
        name="continuous_on_train_data",
    ):
        """As `continuous_eval`, on the training data, without exports."""
        asked = continuous_eval_predicate_fn
        self._continuously(self._train_input_fn, name, delay_secs, throttle_delay_secs, True, asked, exports=False)

    def _continuously(self, input_fn, name, delay_secs, throttle_secs, once, asked, exports):
        _wait(self._eval_delay_secs if delay_secs is None else delay_secs, "eval")
        throttle_secs = self._throttle_secs if throttle_secs is None else throttle_secs
        result = previous = None
        while (asked is None or asked(result)) and not self._is_done(result):
            began, latest = time.time(), tf.train.latest_checkpoint(self.estimator.model_dir)
            if latest and not (once and latest == previous):
                result = self._evaluate(name, latest, input_fn) or {}
                if exports:
                    self._export(result, latest)
                previous = latest
            _wait(throttle_secs - (time.time() - began), "next eval run")

    def test(self):
        """One step of training, one of evaluation, and the exports."""
        self._train(steps=1, hooks=self._train_monitors)
        kept, self.eval_steps = self.eval_steps, 1
        try:
            result = self._evaluate("one_pass")
        finally:
            self.eval_steps = kept
        self._export(result)
        return result

    def run_std_server(self):
        """NotImplementedError: there is one machine."""
        raise NotImplementedError("Experiment.run_std_server is not supported: experiments run on one machine")

    def _is_done(self, result):
        step = (result or {}).get("global_step")
        return bool(step and self.train_steps and step >= self.train_steps)

    def _train(self, steps=None, max_steps=None, hooks=()):
        hooks = monitoring.replace_monitors_with_hooks(hooks, self.estimator)
        if self._is_core:
            listeners = self._saving_listeners
            return self.estimator.train(self._train_input_fn, hooks, steps, max_steps, listeners)
        return self.estimator.fit(input_fn=self._train_input_fn, steps=steps, max_steps=max_steps, monitors=hooks)

    def _evaluate(self, name, checkpoint_path=None, input_fn=None):
        own = {} if self._is_core else {"metrics": self.eval_metrics}
        return self.estimator.evaluate(
            input_fn=input_fn or self._eval_input_fn,
            steps=self.eval_steps,
            name=name,
            checkpoint_path=checkpoint_path,
            hooks=self._eval_hooks,
            **own,
        )

    def _export(self, result, checkpoint_path=None):
        base = os.path.join(os.fsencode(self.estimator.model_dir), b"export")
        return [
            strategy.export(self.estimator, os.path.join(base, os.fsencode(strategy.name)), checkpoint_path, result)
            for strategy in self._export_strategies
        ]


def _wait(seconds, what):
    if seconds > 0:
        tf.logging.info(f"Waiting {seconds:f} secs before starting {what}.")
        time.sleep(seconds)
