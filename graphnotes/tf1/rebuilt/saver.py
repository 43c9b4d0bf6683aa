"""Savers: the name of the temporary directory of a sharded save."""

from __future__ import annotations

import uuid

from tensorflow.python.framework import constant_op, ops
from tensorflow.python.ops import array_ops, gen_io_ops, string_ops
from tensorflow.python.training.saving import saveable_object_util

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.training.saver", "BaseSaverBuilder._AddShardedSaveOpsForV2")
def add_sharded_save_ops(self, checkpoint_prefix, per_device):
    """Every saver writes its shards to a directory of its own, then merges them under the prefix."""
    suffix = f"_temp_{uuid.uuid4().hex}/part"
    temporary = string_ops.string_join([checkpoint_prefix, suffix])
    count = constant_op.constant(len(per_device), name="num_shards")
    names, saves = [], []
    for shard, (device, saveables) in enumerate(per_device):
        with ops.device(saveable_object_util.set_cpu0(device)):
            names.append(self.sharded_filename(temporary, shard, count))
            saves.append(self._AddSaveOps(names[-1], saveables))
    last = saveable_object_util.set_cpu0(per_device[-1][0])
    with ops.control_dependencies([save.op for save in saves]), ops.device(last):
        merge = gen_io_ops.merge_v2_checkpoints(names, checkpoint_prefix, delete_old_dirs=True)
        with ops.control_dependencies([merge]):
            return array_ops.identity(checkpoint_prefix)
