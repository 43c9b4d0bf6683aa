"""tf.contrib.tpu: TPUEstimator and its configuration, which train on the CPU with use_tpu=False, and the TPU's own ops.

The estimator parts come with the estimator package (`pip install graphnotes[estimator]`); the ops are TensorFlow's and need
a TPU to run, as they did in 1.15.
"""

from __future__ import annotations

import importlib

from graphnotes.tf1 import _estimator
from graphnotes.tf1._advice import advice

_ESTIMATOR = {
    "InputPipelineConfig": "tpu_config",
    "RunConfig": "tpu_config",
    "TPUConfig": "tpu_config",
    "TPUEstimator": "tpu_estimator",
    "TPUEstimatorSpec": "tpu_estimator",
    "export_estimator_savedmodel": "tpu_estimator",
}
_TENSORFLOW = {
    "CrossShardOptimizer": "tpu.tpu_optimizer",
    "DeviceAssignment": "tpu.device_assignment",
    "InfeedQueue": "tpu.tpu_feed",
    "Topology": "tpu.topology",
    "batch_parallel": "tpu.tpu",
    "bfloat16_scope": "tpu.bfloat16",
    "core": "tpu.tpu_replication",
    "cross_replica_sum": "tpu.ops.tpu_ops",
    "device_assignment": "tpu.device_assignment",
    "infeed_dequeue": "tpu.ops.tpu_ops",
    "infeed_dequeue_tuple": "tpu.ops.tpu_ops",
    "infeed_enqueue": "ops.gen_tpu_ops",
    "infeed_enqueue_tuple": "ops.gen_tpu_ops",
    "initialize_system": "tpu.tpu",
    "outfeed_dequeue": "ops.gen_tpu_ops",
    "outfeed_dequeue_tuple": "ops.gen_tpu_ops",
    "outfeed_enqueue": "ops.gen_tpu_ops",
    "outfeed_enqueue_tuple": "ops.gen_tpu_ops",
    "outside_compilation": "tpu.tpu_replication",
    "repeat": "tpu.training_loop",
    "replicate": "tpu.tpu",
    "rewrite": "tpu.tpu",
    "shard": "tpu.tpu",
    "shutdown_system": "tpu.tpu",
    "while_loop": "tpu.training_loop",
}
__all__ = list(_ESTIMATOR | _TENSORFLOW)


def __getattr__(name: str) -> object:
    if name in _ESTIMATOR:
        module = _estimator.load(f"tensorflow_estimator.python.estimator.tpu.{_ESTIMATOR[name]}")
        if module is None:
            raise AttributeError(f"tf.contrib.tpu.{name}: {advice('estimator.Estimator')}")
        return getattr(module, name)
    if name in _TENSORFLOW:
        return getattr(importlib.import_module(f"tensorflow.python.{_TENSORFLOW[name]}"), name)
    raise AttributeError(name)
