"""tf.contrib.learn.learn_runner: makes an experiment and runs one of its methods."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._experiment import Experiment

__all__ = ["run", "tune"]


def run(experiment_fn, output_dir=None, schedule=None, run_config=None, hparams=None):
    """Run an experiment (tf.contrib.learn.learn_runner.run).

    Args:
        experiment_fn: function of `run_config` and `hparams`, or of `output_dir`, that makes an `Experiment`.
        schedule: the method to call; default: train_and_evaluate.

    Returns:
        What the method gives.

    Raises:
        ValueError: both or neither of `output_dir` and `run_config`, or an unknown schedule.
        TypeError: no function, no experiment.
        RuntimeError: the estimator was made with another configuration.
    """
    if (output_dir is None) == (run_config is None):
        how = "Must set value for" if output_dir is None else "Cannot provide both"
        raise ValueError(f"{how} `output_dir` {'or' if output_dir is None else 'and'} `run_config`")
    if not callable(experiment_fn):
        raise TypeError(f'Experiment builder "{experiment_fn}" is not callable.')
    if run_config is not None:
        experiment = _checked(experiment_fn, run_config, hparams)
    elif hparams is not None:
        raise ValueError("Must set `hparams` as None for `experiment_fn` with `output_dir`.")
    else:
        experiment = experiment_fn(output_dir=output_dir)
    _check_type(experiment)
    schedule = schedule or "train_and_evaluate"
    if not hasattr(experiment, schedule):
        raise ValueError(f"Schedule references non-existent task {schedule}")
    task = getattr(experiment, schedule)
    if not callable(task):
        raise TypeError(f"Schedule references non-callable member {schedule}")
    return task()


def _checked(experiment_fn, run_config, hparams):
    if not isinstance(run_config, tf.contrib.learn.RunConfig):
        raise ValueError("`run_config` must be `tf.contrib.learn.RunConfig` instance")
    if not run_config.model_dir:
        raise ValueError("Must specify a model directory `model_dir` in `run_config`.")
    if hparams is not None and not isinstance(hparams, tf.contrib.training.HParams):
        raise ValueError("`hparams` must be `HParams` instance")
    expected = run_config.uid()
    experiment = experiment_fn(run_config, hparams)
    _check_type(experiment)
    config = experiment.estimator.config
    if not hasattr(config, "uid"):
        raise RuntimeError(
            "Pass `run_config` argument of the `experiment_fn` to the Estimator in Experiment. It is likely a different "
            "`RunConfig` is passed to `Estimator` or the `config` constructor argument in `Estimator` is not set."
        )
    if config.uid() != expected:
        raise RuntimeError(
            "`RunConfig` instance is expected to be used by the `Estimator` inside the `Experiment`. "
            f"expected {expected}, but got {config.uid()}"
        )
    return experiment


def _check_type(experiment) -> None:
    if not isinstance(experiment, Experiment):
        raise TypeError(f"Experiment builder did not return an Experiment instance, got {type(experiment)} instead.")


def tune(experiment_fn, tuner):
    """Run a tuner's trials, each with its own experiment."""

    def checked(run_config, hparams):
        if hparams is None:
            raise ValueError("`hparams` cannot be `None`.")
        return _checked(experiment_fn, run_config, hparams)

    while tuner.next_trial():
        tuner.run_experiment(checked)
