"""Evaluating checkpoints as they come (tf.contrib.training)."""

from __future__ import annotations

import time

from tensorflow.python.training import evaluation as _evaluation

from graphnotes.tf1 import root as tf

StopAfterNEvalsHook = _evaluation._StopAfterNEvalsHook
evaluate_once = _evaluation._evaluate_once
get_or_create_eval_step = _evaluation._get_or_create_eval_step


def wait_for_new_checkpoint(checkpoint_dir, last_checkpoint=None, seconds_to_sleep=1, timeout=None):
    """The first checkpoint that is not `last_checkpoint`; None after `timeout` seconds without one."""
    tf.logging.info("Waiting for new checkpoint at %s", checkpoint_dir)
    stop = None if timeout is None else time.time() + timeout
    while True:
        path = tf.train.latest_checkpoint(checkpoint_dir)
        if path is not None and path != last_checkpoint:
            tf.logging.info("Found new checkpoint at %s", path)
            return path
        if stop is not None and time.time() + seconds_to_sleep > stop:
            return None
        time.sleep(seconds_to_sleep)


def checkpoints_iterator(checkpoint_dir, min_interval_secs=0, timeout=None, timeout_fn=None):
    """Yields checkpoints as they are written.

    Args:
        min_interval_secs: wait so long between two.
        timeout: seconds without a new one after which it ends; never when None.
        timeout_fn: called instead; it ends when this gives True.
    """
    path = None
    while True:
        new = wait_for_new_checkpoint(checkpoint_dir, path, timeout=timeout)
        if new is None:
            if not timeout_fn:
                tf.logging.info("Timed-out waiting for a checkpoint.")
                return
            if timeout_fn():
                return
            continue
        began, path = time.time(), new
        yield path
        left = began + min_interval_secs - time.time()
        if left > 0:
            time.sleep(left)


class SummaryAtEndHook(tf.train.SessionRunHook):
    """Writes a summary when a session ends; ValueError without a place for it.

    Args:
        log_dir, summary_writer: where to, one of them.
        summary_op: all summaries of the graph when None.
        feed_dict: for it.
    """

    def __init__(self, log_dir=None, summary_writer=None, summary_op=None, feed_dict=None):
        if log_dir is None and summary_writer is None:
            raise ValueError("One of log_dir or summary_writer should be used.")
        self._log_dir, self._summary_writer = log_dir, summary_writer
        self._summary_op, self._given = summary_op, summary_op is not None
        self._feed_dict = feed_dict

    def begin(self):
        if not self._given:
            self._summary_op = tf.summary.merge_all()
        self._global_step = tf.train.get_or_create_global_step()

    def after_create_session(self, session, coord):
        if self._summary_writer is None:
            self._summary_writer = tf.summary.FileWriterCache.get(self._log_dir)

    def end(self, session):
        if self._summary_op is not None:
            step = tf.train.global_step(session, self._global_step)
            summary = session.run(self._summary_op, self._feed_dict)
            self._summary_writer.add_summary(summary, step)
        self._summary_writer.flush()


def evaluate_repeatedly(
    checkpoint_dir,
    master="",
    scaffold=None,
    eval_ops=None,
    feed_dict=None,
    final_ops=None,
    final_ops_feed_dict=None,
    eval_interval_secs=60,
    hooks=None,
    config=None,
    max_number_of_evaluations=None,
    timeout=None,
    timeout_fn=None,
):
    """Evaluates each new checkpoint: `eval_ops` until a hook stops it, then `final_ops`, whose last values it gives.

    Args:
        max_number_of_evaluations: how many checkpoints; no limit when None.
        timeout, timeout_fn: as with `checkpoints_iterator`.
    """
    eval_step = get_or_create_eval_step()
    hooks = [] if hooks is None else hooks
    if eval_ops is not None:
        update = tf.assign_add(eval_step, 1)
        for hook in hooks:
            if isinstance(hook, StopAfterNEvalsHook):
                hook._set_evals_completed_tensor(update)
        if isinstance(eval_ops, dict):
            eval_ops["update_eval_step"] = update
        elif isinstance(eval_ops, (tuple, list)):
            eval_ops = [*eval_ops, update]
        else:
            eval_ops = [eval_ops, update]
    final = tf.train.FinalOpsHook(final_ops, final_ops_feed_dict)
    hooks.append(final)
    checkpoints = checkpoints_iterator(
        checkpoint_dir, min_interval_secs=eval_interval_secs, timeout=timeout, timeout_fn=timeout_fn
    )
    for number, path in enumerate(checkpoints, start=1):
        creator = tf.train.ChiefSessionCreator(
            scaffold=scaffold, checkpoint_filename_with_path=path, master=master, config=config
        )
        with tf.train.MonitoredSession(session_creator=creator, hooks=hooks) as session:
            tf.logging.info("Starting evaluation at %s", time.strftime("%Y-%m-%d-%H:%M:%S", time.gmtime()))
            if eval_ops is not None:
                while not session.should_stop():
                    session.run(eval_ops, feed_dict)
            tf.logging.info("Finished evaluation at %s", time.strftime("%Y-%m-%d-%H:%M:%S", time.gmtime()))
        if max_number_of_evaluations is not None and number >= max_number_of_evaluations:
            break
    return final.final_ops_values
