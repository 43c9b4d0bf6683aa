"""tensorflow.python.data.ops.dataset_ops: the classes of datasets, each in a module of its own today."""

from tensorflow.python.data.ops.batch_op import _BatchDataset as BatchDataset
from tensorflow.python.data.ops.concatenate_op import (
    _ConcatenateDataset as ConcatenateDataset,
)
from tensorflow.python.data.ops.filter_op import _FilterDataset as FilterDataset
from tensorflow.python.data.ops.flat_map_op import _FlatMapDataset as FlatMapDataset
from tensorflow.python.data.ops.from_sparse_tensor_slices_op import (
    _SparseTensorSliceDataset as SparseTensorSliceDataset,
)
from tensorflow.python.data.ops.from_tensor_slices_op import (
    _TensorSliceDataset as TensorSliceDataset,
)
from tensorflow.python.data.ops.from_tensors_op import _TensorDataset as TensorDataset
from tensorflow.python.data.ops.interleave_op import (
    _InterleaveDataset as InterleaveDataset,
)
from tensorflow.python.data.ops.map_op import _MapDataset as MapDataset
from tensorflow.python.data.ops.map_op import _ParallelMapDataset as ParallelMapDataset
from tensorflow.python.data.ops.padded_batch_op import (
    _PaddedBatchDataset as PaddedBatchDataset,
)
from tensorflow.python.data.ops.prefetch_op import _PrefetchDataset as PrefetchDataset
from tensorflow.python.data.ops.range_op import _RangeDataset as RangeDataset
from tensorflow.python.data.ops.repeat_op import _RepeatDataset as RepeatDataset
from tensorflow.python.data.ops.shard_op import _ShardDataset as ShardDataset
from tensorflow.python.data.ops.shuffle_op import _ShuffleDataset as ShuffleDataset
from tensorflow.python.data.ops.skip_op import _SkipDataset as SkipDataset
from tensorflow.python.data.ops.take_op import _TakeDataset as TakeDataset
from tensorflow.python.data.ops.window_op import _WindowDataset as WindowDataset
from tensorflow.python.data.ops.zip_op import _ZipDataset as ZipDataset

__all__ = [
    "BatchDataset",
    "ConcatenateDataset",
    "FilterDataset",
    "FlatMapDataset",
    "InterleaveDataset",
    "MapDataset",
    "PaddedBatchDataset",
    "ParallelMapDataset",
    "PrefetchDataset",
    "RangeDataset",
    "RepeatDataset",
    "ShardDataset",
    "ShuffleDataset",
    "SkipDataset",
    "SparseTensorSliceDataset",
    "TakeDataset",
    "TensorDataset",
    "TensorSliceDataset",
    "WindowDataset",
    "ZipDataset",
]
