"""Training estimators under TensorFlow's distribute coordinator, which today's TensorFlow no longer has.

Estimators ask this module whether a configuration wants the coordinator. One machine never does; several machines under a
distribution strategy did, and get an error instead of a job that trains something else.
"""

__all__ = [
    "estimator_evaluate",
    "estimator_train",
    "init_run_config",
    "should_run_distribute_coordinator",
    "train_and_evaluate",
]


def should_run_distribute_coordinator(config) -> bool:
    """Whether a RunConfig is for several machines under a distribution strategy."""
    return getattr(config, "_distribute_coordinator_mode", None) is not None


def init_run_config(config, tf_config) -> None:
    """Fill in a RunConfig from a `TF_CONFIG` that names a cluster; only the single machine is supported.

    Raises:
        NotImplementedError: the cluster has more than one task.
    """
    cluster = tf_config.get("cluster", {})
    if sum(len(tasks) for tasks in cluster.values()) > 1:
        raise NotImplementedError(_WHY)
    config._distribute_coordinator_mode = None
    config._init_distributed_setting_from_environment_var({})


def train_and_evaluate(*args, **kwargs):
    raise NotImplementedError(_WHY)


def estimator_train(*args, **kwargs):
    raise NotImplementedError(_WHY)


def estimator_evaluate(*args, **kwargs):
    raise NotImplementedError(_WHY)


_WHY = (
    "tf.estimator on several machines under a distribution strategy needs the distribute coordinator, which left TensorFlow; "
    "train on one machine, or move the model to tf.distribute with `graphnotes.migrate`"
)
