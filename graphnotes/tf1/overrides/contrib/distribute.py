"""tf.contrib.distribute: distribution over devices, where TensorFlow has kept it."""

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
    require_replica_context,
)
from tensorflow.python.distribute.one_device_strategy import (
    OneDeviceStrategy,
)
from tensorflow.python.distribute.step_fn import (
    StandardInputStep,
    StandardSingleLossStep,
    Step,
)
from tensorflow.python.distribute.tpu_strategy import (
    TPUStrategy,
)

__all__ = [
    "AllReduceCrossDeviceOps",
    "CrossDeviceOps",
    "DistributeConfig",
    "OneDeviceStrategy",
    "ReplicaContext",
    "StandardInputStep",
    "StandardSingleLossStep",
    "Step",
    "TPUStrategy",
    "UpdateContext",
    "require_replica_context",
    "run_standard_tensorflow_server",
]
