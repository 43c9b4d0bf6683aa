"""The training loop of tf.contrib.training."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def train(
    train_op,
    logdir,
    master="",
    is_chief=True,
    scaffold=None,
    hooks=None,
    chief_only_hooks=None,
    save_checkpoint_secs=600,
    save_summaries_steps=100,
    config=None,
    max_wait_secs=7200,
    run_metadata=None,
):
    """Runs `train_op` in a MonitoredTrainingSession until a hook stops it or its input ends; gives the last loss.

    Raises:
        ValueError: checkpoints or summaries are to be saved, but there is no logdir.
    """
    if logdir is None and is_chief:
        for name, value in {
            "save_summaries_steps": save_summaries_steps, "save_checkpoint_secs": save_checkpoint_secs
        }.items():
            if value:
                raise ValueError(f"logdir cannot be None when {name} is not None")
    loss = None
    with tf.train.MonitoredTrainingSession(
        master=master,
        is_chief=is_chief,
        checkpoint_dir=logdir,
        scaffold=scaffold,
        hooks=hooks,
        chief_only_hooks=chief_only_hooks,
        save_checkpoint_secs=save_checkpoint_secs,
        save_summaries_steps=save_summaries_steps,
        config=config,
        max_wait_secs=max_wait_secs,
    ) as session:
        while not session.should_stop():
            loss = session.run(train_op, run_metadata=run_metadata)
    return loss
