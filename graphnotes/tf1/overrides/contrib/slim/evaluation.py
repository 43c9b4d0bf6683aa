"""tf.contrib.slim.evaluation: evaluates checkpoints, once or as they come."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import training
from graphnotes.tf1.overrides.contrib.training import (
    checkpoints_iterator,
    wait_for_new_checkpoint,
)

_USE_DEFAULT = 0


def _hooks(num_evals, logdir, summary_op, summary_op_feed_dict, hooks) -> list:
    if summary_op == _USE_DEFAULT:
        summary_op = tf.summary.merge_all()
    every = [training.StopAfterNEvalsHook(num_evals)]
    if summary_op is not None:
        every.append(
            training.SummaryAtEndHook(log_dir=logdir, summary_op=summary_op, feed_dict=summary_op_feed_dict)
        )
    return every + list(hooks or ())


def _saver(variables_to_restore):
    return None if variables_to_restore is None else tf.train.Saver(variables_to_restore)


def evaluate_once(
    master,
    checkpoint_path,
    logdir,
    num_evals=1,
    initial_op=None,
    initial_op_feed_dict=None,
    eval_op=None,
    eval_op_feed_dict=None,
    final_op=None,
    final_op_feed_dict=None,
    summary_op=_USE_DEFAULT,
    summary_op_feed_dict=None,
    variables_to_restore=None,
    session_config=None,
    hooks=None,
):
    """Runs `eval_op` `num_evals` times on a checkpoint, then `final_op`, whose value it gives; summaries go to `logdir`."""
    every = _hooks(num_evals, logdir, summary_op, summary_op_feed_dict, hooks)
    saver = _saver(variables_to_restore)
    return training.evaluate_once(
        checkpoint_path,
        master=master,
        scaffold=tf.train.Scaffold(init_op=initial_op, init_feed_dict=initial_op_feed_dict, saver=saver),
        eval_ops=eval_op,
        feed_dict=eval_op_feed_dict,
        final_ops=final_op,
        final_ops_feed_dict=final_op_feed_dict,
        hooks=every,
        config=session_config,
    )


def evaluation_loop(
    master,
    checkpoint_dir,
    logdir,
    num_evals=1,
    initial_op=None,
    initial_op_feed_dict=None,
    init_fn=None,
    eval_op=None,
    eval_op_feed_dict=None,
    final_op=None,
    final_op_feed_dict=None,
    summary_op=_USE_DEFAULT,
    summary_op_feed_dict=None,
    variables_to_restore=None,
    eval_interval_secs=60,
    max_number_of_evaluations=None,
    session_config=None,
    timeout=None,
    timeout_fn=None,
    hooks=None,
):
    """`evaluate_once` for each new checkpoint in a folder (see `tf.contrib.training.evaluate_repeatedly`)."""
    every = _hooks(num_evals, logdir, summary_op, summary_op_feed_dict, hooks)
    saver = _saver(variables_to_restore)
    return training.evaluate_repeatedly(
        checkpoint_dir,
        master=master,
        scaffold=tf.train.Scaffold(
            init_op=initial_op, init_feed_dict=initial_op_feed_dict, init_fn=init_fn, saver=saver
        ),
        eval_ops=eval_op,
        feed_dict=eval_op_feed_dict,
        final_ops=final_op,
        final_ops_feed_dict=final_op_feed_dict,
        eval_interval_secs=eval_interval_secs,
        hooks=every,
        config=session_config,
        max_number_of_evaluations=max_number_of_evaluations,
        timeout=timeout,
        timeout_fn=timeout_fn,
    )


__all__ = ["checkpoints_iterator", "evaluate_once", "evaluation_loop", "wait_for_new_checkpoint"]
