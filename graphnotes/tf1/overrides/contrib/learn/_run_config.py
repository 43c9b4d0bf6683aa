"""tf.contrib.learn.RunConfig: tf.estimator's, made of the options contrib.learn had."""

from __future__ import annotations

from graphnotes.tf1 import root as tf

_NOT_IN_UID = {
    "tf_random_seed",
    "save_summary_steps",
    "save_checkpoints_steps",
    "save_checkpoints_secs",
    "session_config",
    "keep_checkpoint_max",
    "keep_checkpoint_every_n_hours",
    "log_step_count_steps",
}


class TaskType:
    """What a machine of a cluster is for (tf.contrib.learn.TaskType)."""

    MASTER = "master"
    PS = "ps"
    WORKER = "worker"


class RunConfig(tf.estimator.RunConfig):
    """How a contrib.learn estimator runs (tf.contrib.learn.RunConfig).

    `num_cores` limits the threads of an op and between ops; `gpu_memory_fraction` goes into the session's configuration
    unless `session_config` is given.
    """

    def __init__(
        self,
        master=None,
        num_cores=0,
        log_device_placement=False,
        gpu_memory_fraction=1,
        tf_random_seed=None,
        save_summary_steps=100,
        save_checkpoints_secs=0,
        save_checkpoints_steps=None,
        keep_checkpoint_max=5,
        keep_checkpoint_every_n_hours=10000,
        log_step_count_steps=100,
        protocol=None,
        evaluation_master="",
        model_dir=None,
        session_config=None,
        session_creation_timeout_secs=7200,
    ):
        if master or evaluation_master:
            raise NotImplementedError(
                "tf.contrib.learn.RunConfig takes its master from TF_CONFIG here; leave master and evaluation_master out"
            )
        if save_checkpoints_steps is None and save_checkpoints_secs == 0:
            save_checkpoints_secs = 600
        self.tf_config = session_config or tf.ConfigProto(
            log_device_placement=log_device_placement,
            inter_op_parallelism_threads=num_cores,
            intra_op_parallelism_threads=num_cores,
            gpu_options=tf.GPUOptions(per_process_gpu_memory_fraction=gpu_memory_fraction),
        )
        every = {"save_checkpoints_steps": save_checkpoints_steps} if save_checkpoints_steps else {}
        if save_checkpoints_secs:
            every["save_checkpoints_secs"] = save_checkpoints_secs
        super().__init__(
            model_dir=model_dir,
            tf_random_seed=tf_random_seed,
            save_summary_steps=save_summary_steps,
            session_config=session_config,
            keep_checkpoint_max=keep_checkpoint_max,
            keep_checkpoint_every_n_hours=keep_checkpoint_every_n_hours,
            log_step_count_steps=log_step_count_steps,
            protocol=protocol,
            session_creation_timeout_secs=session_creation_timeout_secs,
            **every,
        )

    @property
    def environment(self) -> str:
        """Where it runs: one machine."""
        return "local"

    def uid(self, whitelist=None) -> str:
        """Text that differs for configurations which differ in anything but `whitelist`."""
        leave = _NOT_IN_UID if whitelist is None else set(whitelist)
        state = {name.removeprefix("_"): value for name, value in vars(self).items()}
        state["cluster_spec"] = self.cluster_spec.as_dict()
        return ", ".join(f"{name}={state[name]!r}" for name in sorted(state) if name not in leave)
