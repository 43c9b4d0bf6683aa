"""tf.contrib.learn.monitors: what watched training before there were hooks."""

from __future__ import annotations

import copy
import inspect
import time

import numpy as np

from graphnotes.tf1 import root as tf

__all__ = [
    "BaseMonitor",
    "CaptureVariable",
    "CheckpointSaver",
    "EveryN",
    "LoggingTrainable",
    "NanLoss",
    "NanLossDuringTrainingError",
    "PrintTensor",
    "RunHookAdapterForMonitors",
    "StepCounter",
    "StopAtStep",
    "SummarySaver",
    "ValidationMonitor",
    "get_default_monitors",
    "replace_monitors_with_hooks",
]


class BaseMonitor:
    """Is told of the beginning and the end of training and of each step."""

    run_on_all_workers = False

    def __init__(self):
        self._begun = False
        self._max_steps = self._current_step = self._estimator = None

    def set_estimator(self, estimator):
        """Called before training. ValueError for None."""
        if estimator is None:
            raise ValueError("Missing estimator.")
        self._estimator = estimator

    def begin(self, max_steps=None):
        """Training begins; the graph is not final yet."""
        if self._begun:
            raise ValueError("begin called twice without end.")
        self._max_steps, self._begun = max_steps, True

    def end(self, session=None):
        """Training ends."""
        if not self._begun:
            raise ValueError("end called without begin.")
        self._max_steps, self._begun = None, False

    def step_begin(self, step):
        """A list of the tensors or their names wanted of this step."""
        if step < 0 or (self._max_steps is not None and step > self._max_steps):
            raise ValueError(f"Invalid step {step}.")
        self._current_step = step
        return []

    def step_end(self, step, output):
        """Gets what `step_begin` wanted; whether training stops now."""
        if self._current_step != step:
            raise ValueError(f"step_end expected {self._current_step} but got {step}.")
        self._current_step = None
        return False

    def post_step(self, step, session):
        """After all monitors' `step_end`."""


class EveryN(BaseMonitor):
    """Does something in the first steps and then in every n-th."""

    def __init__(self, every_n_steps=100, first_n_steps=1):
        super().__init__()
        self._every_n_steps, self._first_n_steps = every_n_steps, first_n_steps
        self._last_active_step, self._last_successful_step, self._active = 0, None, False

    def every_n_step_begin(self, step):
        return []

    def every_n_step_end(self, step, outputs):
        return False

    def every_n_post_step(self, step, session):
        """After an active step, and at the end of training."""

    def step_begin(self, step):
        super().step_begin(step)
        due = step >= self._every_n_steps + self._last_active_step
        self._active = step <= self._first_n_steps or due or step == self._max_steps
        return self.every_n_step_begin(step) if self._active else []

    def step_end(self, step, output):
        super().step_end(step, output)
        return self.every_n_step_end(step, output) if self._active else False

    def post_step(self, step, session):
        super().post_step(step, session)
        if self._active:
            self.every_n_post_step(step, session)
            self._last_active_step = step
        self._last_successful_step = step

    def end(self, session=None):
        super().end(session)
        if self._last_successful_step != self._last_active_step:
            self.every_n_post_step(self._last_successful_step, session)


def _output(outputs, request):
    return outputs[request] if request in outputs else outputs[request.name]


class StopAtStep(BaseMonitor):
    """Stops after `num_steps` steps, or at `last_step`; ValueError unless one of them is given."""

    run_on_all_workers = True

    def __init__(self, num_steps=None, last_step=None):
        super().__init__()
        if (num_steps is None) == (last_step is None):
            which = "One of num_steps or last_step must be" if num_steps is None else "Only one of num_steps or last_step can be"
            raise ValueError(f"{which} specified.")
        self._num_steps, self._last_step = num_steps, last_step

    def step_begin(self, step):
        super().step_begin(step)
        if self._last_step is None:
            self._last_step = step + self._num_steps - 1
        return []

    def step_end(self, step, output):
        super().step_end(step, output)
        return step >= self._last_step


class PrintTensor(EveryN):
    """Logs tensors; `tensor_names` is a list of names or {tag: name}."""

    def __init__(self, tensor_names, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._names = tensor_names if isinstance(tensor_names, dict) else {name: name for name in tensor_names}

    def every_n_step_begin(self, step):
        return list(self._names.values())

    def every_n_step_end(self, step, outputs):
        found = [f"{tag} = {_output(outputs, name)}" for tag, name in self._names.items() if name in outputs]
        tf.logging.info(f"Step {step}: {', '.join(found)}")
        return False


class LoggingTrainable(EveryN):
    """Logs the trainable variables of a scope."""

    def __init__(self, scope=None, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._scope, self._names = scope, {}

    def every_n_step_begin(self, step):
        self._names = {v.name: v.value().name for v in tf.trainable_variables(self._scope)}
        return list(self._names.values())

    def every_n_step_end(self, step, outputs):
        found = [f"{tag} = {_output(outputs, name)}" for tag, name in self._names.items() if name in outputs]
        tf.logging.info(f"Logging Trainable: Step {step}: {', '.join(found)}")
        return False


class SummarySaver(EveryN):
    """Writes a summary every `save_steps` steps, into the estimator's folder unless there is another."""

    def __init__(self, summary_op, save_steps=100, output_dir=None, summary_writer=None, scaffold=None):
        super().__init__(every_n_steps=save_steps)
        self._summary_op, self._scaffold = summary_op, scaffold
        self._writer = tf.summary.FileWriter(output_dir) if summary_writer is None and output_dir else summary_writer

    def set_estimator(self, estimator):
        super().set_estimator(estimator)
        if self._writer is None:
            self._writer = tf.summary.FileWriter(estimator.model_dir)

    def every_n_step_begin(self, step):
        if self._summary_op is None and self._scaffold is not None:
            self._summary_op = self._scaffold.summary_op
        return [] if self._summary_op is None else [self._summary_op]

    def every_n_step_end(self, step, outputs):
        if self._summary_op is not None and self._writer:
            self._writer.add_summary(_output(outputs, self._summary_op), step)
        return False

    def end(self, session=None):
        super().end(session)
        if self._writer:
            self._writer.flush()


class CaptureVariable(EveryN):
    """Keeps the values of a tensor: {step: value} in `values`."""

    def __init__(self, var_name, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._name, self.values = var_name, {}

    def every_n_step_begin(self, step):
        return [self._name]

    def every_n_step_end(self, step, outputs):
        self.values[step] = _output(outputs, self._name)
        return False


class ValidationMonitor(EveryN):
    """Evaluates each new checkpoint, and may stop training when a metric no longer gets better.

    Args:
        x, y, input_fn, batch_size, eval_steps, metrics, hooks, name: as for the estimator's `evaluate`.
        early_stopping_rounds: steps without a better value after which training stops; None: never.
        early_stopping_metric: the metric that has to get better; smaller unless `early_stopping_metric_minimize` is False.
        check_interval_secs: how often it looks for a checkpoint.

    Raises:
        ValueError: neither `x` nor `input_fn`.
    """

    def __init__(
        self,
        x=None,
        y=None,
        input_fn=None,
        batch_size=None,
        eval_steps=None,
        every_n_steps=100,
        metrics=None,
        hooks=None,
        early_stopping_rounds=None,
        early_stopping_metric="loss",
        early_stopping_metric_minimize=True,
        name=None,
        check_interval_secs=5,
    ):
        super().__init__(every_n_steps=every_n_steps, first_n_steps=-1)
        if x is None and input_fn is None:
            raise ValueError("Either x or input_fn should be provided.")
        self.x, self.y, self.input_fn, self.batch_size = x, y, input_fn, batch_size
        self.eval_steps, self.metrics, self.hooks, self.name = eval_steps, metrics, hooks, name
        self.early_stopping_rounds = early_stopping_rounds
        self.early_stopping_metric = early_stopping_metric
        self.early_stopping_metric_minimize = early_stopping_metric_minimize
        self.early_stopped = False
        self.best_step = self.best_value = self.best_metrics = None
        self._evaluated = self._looked_at = None
        self._check_interval_secs = check_interval_secs

    def _evaluate(self):
        arguments = {"input_fn": self.input_fn, "steps": self.eval_steps, "hooks": self.hooks, "name": self.name}
        own = {"x": self.x, "y": self.y, "batch_size": self.batch_size, "metrics": self.metrics}
        if hasattr(self._estimator, "train"):  # tf.estimator's
            if any(value is not None for value in own.values()):
                raise ValueError(
                    "tf.estimator.Estimator does not support following arguments: x, y, batch_size, metrics. Should set as "
                    "`None` in ValidationMonitor"
                )
            return self._estimator.evaluate(**arguments)
        return self._estimator.evaluate(**arguments, **own)

    def every_n_step_end(self, step, outputs):
        if self._estimator is None:
            raise ValueError("Missing call to set_estimator.")
        now, wait = time.time(), self._check_interval_secs
        if wait is not None and self._looked_at is not None and now - self._looked_at <= wait:
            return False
        self._looked_at = now
        latest = tf.train.latest_checkpoint(self._estimator.model_dir)
        if latest is None or latest == self._evaluated:
            return False
        self._evaluated = latest
        found = self._evaluate()
        tf.logging.info(f"Validation (step {step}): {', '.join(f'{k} = {v}' for k, v in found.items())}")
        return self.early_stopping_rounds is not None and self._stops(step, found)

    def _stops(self, step, found):
        if self.early_stopping_metric not in found:
            raise ValueError(f"Metric {self.early_stopping_metric} missing from outputs {set(found)}.")
        value = found[self.early_stopping_metric]
        better = self.best_value is None or (
            value < self.best_value if self.early_stopping_metric_minimize else value > self.best_value
        )
        if better:
            self.best_value, self.best_step, self.best_metrics = value, step, copy.deepcopy(found)
        self.early_stopped = step - self.best_step >= self.early_stopping_rounds
        if self.early_stopped:
            tf.logging.info(
                f"Stopping. Best step: {self.best_step} with {self.early_stopping_metric} = {self.best_value}."
            )
        return self.early_stopped


class CheckpointSaver(BaseMonitor):
    """Saves checkpoints every `save_secs` seconds or `save_steps` steps; ValueError unless one of them is given."""

    def __init__(
        self, checkpoint_dir, save_secs=None, save_steps=None, saver=None, checkpoint_basename="model.ckpt", scaffold=None
    ):
        super().__init__()
        if (save_secs is None) == (save_steps is None):
            which = "Either save_steps or save_secs should be provided" if save_secs is None else "Can not provide both save_steps and save_secs."
            raise ValueError(which)
        self._writer = tf.summary.FileWriterCache.get(checkpoint_dir)
        self._path = f"{checkpoint_dir}/{checkpoint_basename}"
        self._saver, self._scaffold, self._save_secs, self._save_steps = saver, scaffold, save_secs, save_steps
        self._saved_at = self._saved_step = self._begun_step = None

    def step_begin(self, step):
        super().step_begin(step)
        self._begun_step = step
        return []

    def post_step(self, step, session):
        seconds, steps = self._save_secs, self._save_steps
        if (
            self._saved_at is None
            or (steps is not None and step >= self._saved_step + steps)
            or (seconds is not None and time.time() >= self._saved_at + seconds)
        ):
            self._save(step, session)

    def end(self, session=None):
        super().end(session)
        self._save(self._begun_step, session)

    def _save(self, step, session):
        if step == self._saved_step:
            return
        self._saved_at, self._saved_step = time.time(), step
        (self._scaffold.saver if self._saver is None else self._saver).save(session, self._path, global_step=step)
        log = tf.SessionLog(status=tf.SessionLog.CHECKPOINT, checkpoint_path=self._path)
        self._writer.add_session_log(log, step)


class StepCounter(EveryN):
    """Writes how many steps a second are done, as the summary "global_step/sec"."""

    def __init__(self, every_n_steps=100, output_dir=None, summary_writer=None):
        super().__init__(every_n_steps=every_n_steps)
        self._writer, self._reported = summary_writer, None
        if summary_writer is None and output_dir:
            self._writer = tf.summary.FileWriterCache.get(output_dir)

    def set_estimator(self, estimator):
        super().set_estimator(estimator)
        if self._writer is None:
            self._writer = tf.summary.FileWriterCache.get(estimator.model_dir)

    def every_n_step_end(self, step, outputs):
        now = time.time()
        if self._reported is not None and self._writer:
            then_step, then = self._reported
            value = tf.Summary.Value(tag="global_step/sec", simple_value=(step - then_step) / (now - then))
            self._writer.add_summary(tf.Summary(value=[value]), step)
        self._reported = (step, now)
        return False


class NanLossDuringTrainingError(RuntimeError):
    """The loss is not a number (tf.contrib.learn.NanLossDuringTrainingError)."""

    def __str__(self):
        return "NaN loss during training."


class NanLoss(EveryN):
    """Stops, or raises NanLossDuringTrainingError, when the loss is not a number."""

    def __init__(self, loss_tensor, every_n_steps=100, fail_on_nan_loss=True):
        super().__init__(every_n_steps=every_n_steps)
        self._loss, self._fail = loss_tensor, fail_on_nan_loss

    def every_n_step_begin(self, step):
        return [self._loss]

    def every_n_step_end(self, step, outputs):
        if not np.isnan(_output(outputs, self._loss)):
            return False
        tf.logging.log(tf.logging.ERROR if self._fail else tf.logging.WARN, "Model diverged with loss = NaN.")
        if self._fail:
            raise NanLossDuringTrainingError
        return True


def get_default_monitors(loss_op=None, summary_op=None, save_summary_steps=100, output_dir=None, summary_writer=None):
    """Monitors that print the loss and save the summary, of those that are given."""
    monitors = [] if loss_op is None else [PrintTensor({"loss": loss_op.name})]
    if summary_op is not None:
        monitors.append(SummarySaver(summary_op, save_summary_steps, output_dir, summary_writer))
    return monitors


class RunHookAdapterForMonitors(tf.train.SessionRunHook):
    """A hook that runs monitors."""

    def __init__(self, monitors):
        self._monitors = monitors

    def begin(self):
        self._step, self._global_step = None, tf.train.get_global_step()
        for monitor in self._monitors:
            monitor.begin(max_steps=None)

    def before_run(self, run_context):
        if self._step is None:
            self._step = run_context.session.run(self._global_step) + 1
        wanted = []
        for monitor in self._monitors:
            request = monitor.step_begin(self._step)
            if request and not isinstance(request, list):
                raise ValueError("Monitor.step_begin should return a list.")
            wanted.extend(request or ())
        graph = tf.get_default_graph()
        fetches = {name: graph.as_graph_element(getattr(name, "name", name)) for name in wanted}
        return tf.train.SessionRunArgs({"step": self._global_step, "monitors": fetches})

    def after_run(self, run_context, run_values):
        found = run_values.results["monitors"]
        for monitor in self._monitors:
            if monitor.step_end(self._step, found):
                run_context.request_stop()
        for monitor in self._monitors:
            monitor.post_step(self._step, run_context.session)
        self._step = run_values.results["step"] + 1

    def end(self, session):
        self._step = None
        for monitor in self._monitors:
            if "session" in inspect.signature(monitor.end).parameters:
                monitor.end(session=session)
            else:
                monitor.end()


def replace_monitors_with_hooks(monitors_or_hooks, estimator):
    """The hooks, and one more for the monitors among them."""
    given = list(monitors_or_hooks or ())
    hooks = [one for one in given if isinstance(one, tf.train.SessionRunHook)]
    monitors = [one for one in given if not isinstance(one, tf.train.SessionRunHook)]
    if not estimator.config.is_chief:
        monitors = [one for one in monitors if one.run_on_all_workers]
    for monitor in monitors:
        monitor.set_estimator(estimator)
    if monitors:
        hooks.append(RunHookAdapterForMonitors(monitors))
    return hooks
