"""tf.contrib.distribute: distribution over devices, where TensorFlow has kept it, and contrib's own strategies."""

from tensorflow.python.distribute.collective_all_reduce_strategy import (
    CollectiveAllReduceStrategyV1 as _CollectiveAllReduce,
)
from tensorflow.python.distribute.cross_device_ops import (
    AllReduceCrossDeviceOps,
    CrossDeviceOps,
)
from tensorflow.python.distribute.distribute_config import (
    DistributeConfig,
)
from tensorflow.python.distribute.distribute_coordinator import (
    run_standard_tensorflow_server,
)
from tensorflow.python.distribute.distribute_lib import (
    ReplicaContext,
    UpdateContext,
    get_cross_replica_context,
    get_replica_context,
    get_strategy,
    has_strategy,
    in_cross_replica_context,
    require_replica_context,
)
from tensorflow.python.distribute.distribute_lib import (
    StrategyV1 as DistributionStrategy,
)
from tensorflow.python.distribute.distribute_lib import (
    get_strategy as get_distribution_strategy,
)
from tensorflow.python.distribute.distribute_lib import (
    has_strategy as has_distribution_strategy,
)
from tensorflow.python.distribute.mirrored_strategy import (
    MirroredStrategyV1,
    all_local_devices,
)
from tensorflow.python.distribute.one_device_strategy import (
    OneDeviceStrategy,
)
from tensorflow.python.distribute.parameter_server_strategy import (
    ParameterServerStrategyV1,
)
from tensorflow.python.distribute.step_fn import (
    StandardInputStep,
    StandardSingleLossStep,
    Step,
)
from tensorflow.python.distribute.tpu_strategy import (
    TPUStrategy,
)

from graphnotes.tf1 import root as tf
from graphnotes.tf1._unsupported import unsupported

initialize_tpu_system = unsupported("contrib.distribute.initialize_tpu_system", "there is no TPU; use OneDeviceStrategy or MirroredStrategy")

__all__ = [
    "AllReduceCrossDeviceOps",
    "CollectiveAllReduceStrategy",
    "CrossDeviceOps",
    "DistributeConfig",
    "DistributionStrategy",
    "MirroredStrategy",
    "Monitor",
    "OneDeviceStrategy",
    "ParameterServerStrategy",
    "ReplicaContext",
    "StandardInputStep",
    "StandardSingleLossStep",
    "Step",
    "TPUStrategy",
    "UpdateContext",
    "get_cross_replica_context",
    "get_distribution_strategy",
    "get_replica_context",
    "get_strategy",
    "has_distribution_strategy",
    "has_strategy",
    "in_cross_replica_context",
    "initialize_tpu_system",
    "require_replica_context",
    "run_standard_tensorflow_server",
]


def _per_replica(strategy) -> None:
    """contrib's strategies took a dataset's batch for the batch of one replica; TensorFlow's divide it."""
    extended = strategy.extended
    kind = type(extended)
    extended.__class__ = type(kind.__name__, (kind,), {"_global_batch_size": property(lambda self: False)})


class MirroredStrategy(MirroredStrategyV1):
    """Variables on every device, gradients summed over them; a dataset's batches are those of one replica.

    Args:
        devices: names; default: the GPUs, or the CPU when there is none.
        num_gpus: the first so many GPUs instead of `devices`.
        num_gpus_per_worker: the same under another name.
        cross_device_ops: how values are summed over devices.
        auto_shard_dataset: of no effect with one worker.
        cross_tower_ops: old name of `cross_device_ops`.

    Raises:
        ValueError: `devices` and a number of GPUs are given, or the number twice.
    """

    def __init__(
        self,
        devices=None,
        num_gpus=None,
        num_gpus_per_worker=None,
        cross_device_ops=None,
        auto_shard_dataset=False,
        cross_tower_ops=None,
    ):
        if num_gpus is not None and num_gpus_per_worker is not None:
            raise ValueError("You cannot specify both `num_gpus` and `num_gpus_per_worker`.")
        gpus = num_gpus_per_worker if num_gpus is None else num_gpus
        if devices is None:
            devices = all_local_devices(gpus)
        elif gpus is not None:
            raise ValueError("Must only specify one of `devices` and `num_gpus_per_worker`.")
        super().__init__(devices, cross_device_ops or cross_tower_ops)
        _per_replica(self)


def _cluster(num_gpus_per_worker: int, **more):
    """The cluster that the environment variable TF_CONFIG tells of."""
    resolvers = tf.distribute.cluster_resolver
    config = resolvers.TFConfigClusterResolver()
    return resolvers.SimpleClusterResolver(
        config.cluster_spec(), task_type=config.task_type, task_id=config.task_id, num_accelerators={"GPU": num_gpus_per_worker}, **more
    )


class ParameterServerStrategy(ParameterServerStrategyV1):
    """Variables on parameter servers (TF_CONFIG; here when it is not set); a dataset's batches are those of one replica."""

    def __init__(self, num_gpus_per_worker=0):
        super().__init__(_cluster(num_gpus_per_worker))
        _per_replica(self)


class CollectiveAllReduceStrategy(_CollectiveAllReduce):
    """Variables on every device of every worker (TF_CONFIG), gradients summed by collective ops."""

    def __init__(self, num_gpus_per_worker=0, communication=None):
        kinds = tf.distribute.experimental.CollectiveCommunication
        config = tf.distribute.cluster_resolver.TFConfigClusterResolver()
        super().__init__(communication or kinds.AUTO, _cluster(num_gpus_per_worker, rpc_layer=config.rpc_layer))


class Monitor:
    """Runs a step (`Step`) again and again; for quick experiments.

    Args:
        step_callable: the step.
        session: to run it in; none when executing eagerly.

    Raises:
        ValueError: no session, or one where there is none to be.
    """

    def __init__(self, step_callable, session=None):
        if tf.executing_eagerly():
            if session is not None:
                raise ValueError("Should not provide a `session` in Eager mode.")
            self._run_step = step_callable
            return
        if session is None:
            raise ValueError("Should provide a `session` in Graph mode.")
        session.run(step_callable.initialize())
        self._run_step = session.make_callable(step_callable())
        session.run(tf.global_variables_initializer())

    def run_steps(self, num_steps=None) -> None:
        """Run so many steps; until the input ends when None."""
        done = 0
        while num_steps is None or done < num_steps:
            try:
                self._run_step()
            except tf.errors.OutOfRangeError:
                return
            done += 1
