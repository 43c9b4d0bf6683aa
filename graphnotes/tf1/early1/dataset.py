"""tf.contrib.data's datasets of TensorFlow 1.2 to 1.4, from before they moved to tf.data.

They are tf.data's; `map` and `flat_map` take the two arguments they had then, `num_threads` and `output_buffer_size`.
"""

from __future__ import annotations

import functools

from graphnotes.tf1 import root as tf

_DatasetV1 = tf.data.Dataset


def _of_then(dataset: _DatasetV1) -> Dataset:
    """The same dataset, whose transformations take their arguments of then."""
    return dataset if isinstance(dataset, Dataset) else _Adapted(dataset)


def _kept(method: str):
    @functools.wraps(getattr(_DatasetV1, method))
    def call(self, *args, **kwargs):
        found = getattr(super(Dataset, self), method)(*args, **kwargs)
        return _of_then(found) if isinstance(found, _DatasetV1) else found

    return call


def _made(method: str):
    @functools.wraps(getattr(_DatasetV1, method))
    def call(*args, **kwargs):
        return _of_then(getattr(_DatasetV1, method)(*args, **kwargs))

    return staticmethod(call)


class Dataset(_DatasetV1):
    """tf.contrib.data.Dataset."""

    def map(self, map_func, num_threads=None, output_buffer_size=None, num_parallel_calls=None):
        """`map_func` of every element, `num_threads` at a time, with up to `output_buffer_size` of them made ahead."""
        found = super().map(map_func, num_parallel_calls=num_parallel_calls or num_threads)
        return _of_then(found if output_buffer_size is None else found.prefetch(output_buffer_size))

    def dense_to_sparse_batch(self, batch_size, row_shape):
        """Batches as sparse tensors of (batch_size, *row_shape)."""
        return _of_then(self.apply(tf.contrib.data.dense_to_sparse_batch(batch_size, row_shape)))

    def group_by_window(self, key_func, reduce_func, window_size):
        """Groups elements by key and reduces windows of each group."""
        return _of_then(self.apply(tf.contrib.data.group_by_window(key_func, reduce_func, window_size)))

    def unbatch(self):
        """One element for each row of an element."""
        return _of_then(self.apply(tf.contrib.data.unbatch()))

    def ignore_errors(self):
        """Without the elements whose making failed."""
        return _of_then(self.apply(tf.contrib.data.ignore_errors()))


for _name in ("batch", "cache", "concatenate", "filter", "flat_map", "interleave", "padded_batch", "prefetch", "repeat", "shard", "shuffle", "skip", "take"):
    setattr(Dataset, _name, _kept(_name))
for _name in ("from_generator", "from_sparse_tensor_slices", "from_tensor_slices", "from_tensors", "list_files", "range", "zip"):
    setattr(Dataset, _name, _made(_name))


class _Adapted(Dataset):
    """A dataset of tf.data, as one of that time."""

    def __init__(self, dataset: _DatasetV1) -> None:
        self._dataset = dataset
        super().__init__()

    def _as_variant_tensor(self):
        return self._dataset._variant_tensor

    def _inputs(self):
        return [self._dataset]

    @property
    def element_spec(self):
        return self._dataset.element_spec


def TFRecordDataset(filenames, compression_type=None, buffer_size=None):
    """tf.contrib.data.TFRecordDataset: the records of TFRecord files."""
    return _of_then(tf.data.TFRecordDataset(filenames, compression_type, buffer_size))


def TextLineDataset(filenames, compression_type=None, buffer_size=None):
    """tf.contrib.data.TextLineDataset: the lines of text files."""
    return _of_then(tf.data.TextLineDataset(filenames, compression_type, buffer_size))


def FixedLengthRecordDataset(filenames, record_bytes, header_bytes=None, footer_bytes=None, buffer_size=None):
    """tf.contrib.data.FixedLengthRecordDataset: records of `record_bytes` bytes each."""
    return _of_then(tf.data.FixedLengthRecordDataset(filenames, record_bytes, header_bytes, footer_bytes, buffer_size))
