"""tf.contrib.slim.learning: the training op and the training loop."""

from __future__ import annotations

import os
import sys
import time

from tensorflow.python.client import timeline
from tensorflow.python.training import supervisor

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import training
from graphnotes.tf1.overrides.contrib.training._gradients import (
    USE_GLOBAL_STEP,
    clip_gradient_norms,
    multiply_gradients,
)

_USE_DEFAULT = 0


def add_gradients_summaries(grads_and_vars) -> list:
    """A histogram and a norm summary for each gradient, tagged `<variable>/gradient`."""
    summaries = []
    for grad, var in grads_and_vars:
        if grad is None:
            tf.logging.info("Var %s has no gradient", var.op.name)
            continue
        values = grad.values if isinstance(grad, tf.IndexedSlices) else grad
        summaries.append(tf.summary.histogram(var.op.name + "/gradient", values))
        summaries.append(tf.summary.scalar(var.op.name + "/gradient_norm", tf.global_norm([values])))
    return summaries


def create_train_op(
    total_loss,
    optimizer,
    global_step=USE_GLOBAL_STEP,
    update_ops=None,
    variables_to_train=None,
    clip_gradient_norm=0,
    summarize_gradients=False,
    gate_gradients=tf.train.Optimizer.GATE_OP,
    aggregation_method=None,
    colocate_gradients_with_ops=False,
    gradient_multipliers=None,
    check_numerics=True,
):
    """`tf.contrib.training.create_train_op` that scales gradients and clips each one's norm (not when 0)."""

    def transform(grads):
        if gradient_multipliers:
            with tf.name_scope("multiply_grads"):
                grads = multiply_gradients(grads, gradient_multipliers)
        if clip_gradient_norm > 0:
            with tf.name_scope("clip_grads"):
                grads = clip_gradient_norms(grads, clip_gradient_norm)
        return grads

    return training.create_train_op(
        total_loss=total_loss,
        optimizer=optimizer,
        global_step=global_step,
        update_ops=update_ops,
        variables_to_train=variables_to_train,
        transform_grads_fn=transform,
        summarize_gradients=summarize_gradients,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
        check_numerics=check_numerics,
    )


def train_step(sess, train_op, global_step, train_step_kwargs):
    """One step of `train`: runs the op, traces and logs when it is time.

    Returns:
        the loss, and whether training should stop.
    """
    began = time.time()
    options = metadata = None
    if "should_trace" in train_step_kwargs:
        if "logdir" not in train_step_kwargs:
            raise ValueError("logdir must be present in train_step_kwargs when should_trace is present")
        if sess.run(train_step_kwargs["should_trace"]):
            options, metadata = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), tf.RunMetadata()
    loss, step = sess.run([train_op, global_step], options=options, run_metadata=metadata)
    elapsed = time.time() - began
    if metadata is not None:
        trace = timeline.Timeline(metadata.step_stats).generate_chrome_trace_format()
        path = os.path.join(train_step_kwargs["logdir"], f"tf_trace-{step}.json")
        tf.logging.info("Writing trace to %s", path)
        with tf.gfile.GFile(path, "w") as file:
            file.write(trace)
        if "summary_writer" in train_step_kwargs:
            train_step_kwargs["summary_writer"].add_run_metadata(metadata, f"run_metadata-{step}")
    if "should_log" in train_step_kwargs and sess.run(train_step_kwargs["should_log"]):
        tf.logging.info("global step %d: loss = %.4f (%.3f sec/step)", step, loss, elapsed)
    stop = sess.run(train_step_kwargs["should_stop"]) if "should_stop" in train_step_kwargs else False
    return loss, stop


def train(
    train_op,
    logdir,
    train_step_fn=train_step,
    train_step_kwargs=_USE_DEFAULT,
    log_every_n_steps=1,
    graph=None,
    master="",
    is_chief=True,
    global_step=None,
    number_of_steps=None,
    init_op=_USE_DEFAULT,
    init_feed_dict=None,
    local_init_op=_USE_DEFAULT,
    init_fn=None,
    ready_op=_USE_DEFAULT,
    summary_op=_USE_DEFAULT,
    save_summaries_secs=600,
    summary_writer=_USE_DEFAULT,
    startup_delay_steps=0,
    saver=None,
    save_interval_secs=600,
    sync_optimizer=None,
    session_config=None,
    session_wrapper=None,
    trace_every_n_steps=None,
    ignore_live_threads=False,
):
    """Runs the training op under a Supervisor until it is told to stop or its input ends; saves at the end.

    Args:
        train_op: made by `create_train_op`; gives the loss.
        logdir: where checkpoints and summaries go; None for neither.
        number_of_steps: the global step to stop at; None for no end.
        log_every_n_steps: log loss and speed every so many steps; 0 for never.
        save_summaries_secs, save_interval_secs: seconds between summaries, between checkpoints.

    Returns:
        the last loss.

    Raises:
        ValueError: arguments that don't go together.
    """
    if train_op is None:
        raise ValueError("train_op cannot be None.")
    if logdir is None:
        given = {"summary_op": summary_op != _USE_DEFAULT, "saver": saver, "trace_every_n_steps": trace_every_n_steps}
        for name, value in given.items():
            if value not in (None, False):
                raise ValueError(f"Cannot provide {name} because logdir=None")
    if isinstance(sync_optimizer, tf.train.SyncReplicasOptimizer):
        sync_optimizer = [sync_optimizer]
    if sync_optimizer is not None and startup_delay_steps > 0:
        raise ValueError("startup_delay_steps must be zero when sync_optimizer is supplied.")
    if number_of_steps is not None and number_of_steps <= 0:
        raise ValueError("`number_of_steps` must be either None or a positive number.")

    graph = graph or tf.get_default_graph()
    with graph.as_default():
        if global_step is None:
            global_step = tf.train.get_or_create_global_step()
        saver = saver or tf.train.Saver()
        for optimizer in sync_optimizer or ():
            if not isinstance(optimizer, tf.train.SyncReplicasOptimizer):
                raise ValueError("`sync_optimizer` must be a tf.train.SyncReplicasOptimizer.")
        with tf.name_scope("init_ops"):
            if init_op == _USE_DEFAULT:
                init_op = tf.global_variables_initializer()
            if ready_op == _USE_DEFAULT:
                ready_op = tf.report_uninitialized_variables()
            if local_init_op == _USE_DEFAULT:
                local_init_op = tf.group(tf.local_variables_initializer(), tf.tables_initializer())
            ready_for_local_init_op = None
            if sync_optimizer is not None:
                with tf.control_dependencies([] if local_init_op is None else [local_init_op]):
                    local_init_op = tf.group(
                        *[o.chief_init_op if is_chief else o.local_step_init_op for o in sync_optimizer]
                    )
                ready_for_local_init_op = tf.group(*[o.ready_for_local_init_op for o in sync_optimizer])
        if summary_op == _USE_DEFAULT:
            summary_op = tf.summary.merge_all()
        if summary_writer == _USE_DEFAULT:
            summary_writer = supervisor.Supervisor.USE_DEFAULT
        if is_chief and sync_optimizer is not None:
            init_tokens_op = [o.get_init_tokens_op() for o in sync_optimizer]
            chief_queue_runners = [o.get_chief_queue_runner() for o in sync_optimizer]
        if train_step_kwargs == _USE_DEFAULT:
            train_step_kwargs = _step_kwargs(
                global_step, number_of_steps, log_every_n_steps, is_chief and trace_every_n_steps, logdir
            )

    sv = supervisor.Supervisor(
        graph=graph,
        is_chief=is_chief,
        logdir=logdir,
        init_op=init_op,
        init_feed_dict=init_feed_dict,
        local_init_op=local_init_op,
        ready_for_local_init_op=ready_for_local_init_op,
        ready_op=ready_op,
        summary_op=summary_op,
        summary_writer=summary_writer,
        global_step=global_step,
        saver=saver,
        save_summaries_secs=save_summaries_secs,
        save_model_secs=save_interval_secs,
        init_fn=init_fn,
    )
    if summary_writer is not None:
        train_step_kwargs["summary_writer"] = sv.summary_writer
    total_loss = None
    while True:
        try:
            with sv.managed_session(master, start_standard_services=False, config=session_config) as sess:
                tf.logging.info("Starting Session.")
                if session_wrapper is not None:
                    tf.logging.info("Wrapping session with wrapper function: %s", session_wrapper)
                    sess = session_wrapper(sess)
                if is_chief:
                    if logdir:
                        sv.start_standard_services(sess)
                elif startup_delay_steps > 0:
                    _wait_for_step(sess, global_step, min(startup_delay_steps, number_of_steps or sys.maxsize))
                threads = sv.start_queue_runners(sess)
                tf.logging.info("Starting Queues.")
                if is_chief and sync_optimizer is not None:
                    sv.start_queue_runners(sess, chief_queue_runners)
                    sess.run(init_tokens_op)
                try:
                    while not sv.should_stop():
                        total_loss, stop = train_step_fn(sess, train_op, global_step, train_step_kwargs)
                        if stop:
                            tf.logging.info("Stopping Training.")
                            sv.request_stop()
                            break
                except tf.errors.OutOfRangeError as error:
                    tf.logging.info("Caught OutOfRangeError. Stopping Training. %s", error)
                if logdir and sv.is_chief:
                    tf.logging.info("Finished training! Saving model to disk.")
                    sv.saver.save(sess, sv.save_path, global_step=sv.global_step)
                    sv.stop(threads, close_summary_writer=True, ignore_live_threads=ignore_live_threads)
            return total_loss
        except tf.errors.AbortedError:
            tf.logging.info("Retrying training!")


def _step_kwargs(global_step, number_of_steps, log_every_n_steps, trace_every_n_steps, logdir) -> dict:
    with tf.name_scope("train_step"):
        kwargs = {}
        if number_of_steps:
            kwargs["should_stop"] = tf.greater_equal(global_step, number_of_steps)
        else:
            kwargs["should_stop"] = tf.constant(False)
        if log_every_n_steps > 0:
            kwargs["should_log"] = tf.equal(tf.mod(global_step, log_every_n_steps), 0)
        if trace_every_n_steps:
            kwargs["should_trace"] = tf.equal(tf.mod(global_step, trace_every_n_steps), 0)
            kwargs["logdir"] = logdir
        return kwargs


def _wait_for_step(sess, global_step, step) -> None:
    while tf.train.global_step(sess, global_step) < step:
        time.sleep(1.0)


__all__ = [
    "add_gradients_summaries",
    "clip_gradient_norms",
    "create_train_op",
    "multiply_gradients",
    "train",
    "train_step",
]
