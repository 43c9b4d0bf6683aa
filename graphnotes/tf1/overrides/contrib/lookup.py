"""tf.contrib.lookup: tables of words and numbers."""

from __future__ import annotations

from tensorflow.python.ops import lookup_ops as _ops

from graphnotes.tf1 import root as tf

FastHashSpec, StrongHashSpec, HasherSpec = _ops.FastHashSpec, _ops.StrongHashSpec, _ops.HasherSpec
IdTableWithHashBuckets = _ops.IdTableWithHashBuckets
InitializableLookupTableBase = _ops.InitializableLookupTableBase
KeyValueTensorInitializer = _ops.KeyValueTensorInitializer
LookupInterface = _ops.LookupInterface
MutableHashTable = _ops.MutableHashTable
MutableDenseHashTable = _ops.DenseHashTable
TableInitializerBase = _ops.TableInitializerBase
TextFileIdTableInitializer = _ops.TextFileIdTableInitializer
TextFileIndex = _ops.TextFileIndex
TextFileInitializer = _ops.TextFileInitializer
TextFileStringTableInitializer = _ops.TextFileStringTableInitializer
index_table_from_file = _ops.index_table_from_file
index_to_string_table_from_file = _ops.index_to_string_table_from_file


class HashTable(_ops.StaticHashTableV1):
    """A table filled once by its initializer; `table.init` (or `tf.tables_initializer()`) fills it.

    Args:
        initializer: such as KeyValueTensorInitializer.
        default_value: for keys it lacks.
        shared_name: tables of that name share their contents across sessions.
    """

    def __init__(self, initializer, default_value, shared_name=None, name=None):
        self._shared = shared_name
        super().__init__(initializer, default_value, name=name)
        if shared_name is not None:
            self._shared_name = shared_name

    @property
    def init(self):
        """The op that fills the table."""
        return self.initializer


def _given(mapping):
    if mapping is None:
        raise ValueError("mapping must be specified.")
    return mapping


def index_table_from_tensor(
    mapping, num_oov_buckets=0, default_value=-1, hasher_spec=FastHashSpec, dtype=tf.string, name=None
):
    """A table from the values of `mapping` to their positions; ValueError when it is None."""
    return _ops.index_table_from_tensor(
        vocabulary_list=_given(mapping),
        num_oov_buckets=num_oov_buckets,
        default_value=default_value,
        hasher_spec=hasher_spec,
        dtype=dtype,
        name=name,
    )


def index_to_string_table_from_tensor(mapping, default_value="UNK", name=None):
    """A table from positions to the strings of `mapping`; ValueError when it is None."""
    return _ops.index_to_string_table_from_tensor(
        vocabulary_list=_given(mapping), default_value=default_value, name=name
    )


def string_to_index(tensor, mapping, default_value=-1, name=None):
    """The positions of strings in `mapping`."""
    return index_table_from_tensor(mapping=mapping, default_value=default_value, name=name).lookup(tensor)


def index_to_string(tensor, mapping, default_value="UNK", name=None):
    """The strings of `mapping` at positions."""
    table = index_to_string_table_from_tensor(mapping=mapping, default_value=default_value, name=name)
    return table.lookup(tensor)


def string_to_index_table_from_file(
    vocabulary_file=None,
    num_oov_buckets=0,
    vocab_size=None,
    default_value=-1,
    hasher_spec=FastHashSpec,
    name=None,
):
    """The older name of `index_table_from_file`."""
    return index_table_from_file(
        vocabulary_file, num_oov_buckets, vocab_size, default_value, hasher_spec, key_dtype=tf.string, name=name
    )


def string_to_index_table_from_tensor(
    mapping, num_oov_buckets=0, default_value=-1, hasher_spec=FastHashSpec, name=None
):
    """The older name of `index_table_from_tensor`; ValueError when `mapping` holds no strings."""
    with tf.name_scope(name, "string_to_index") as scope:
        mapping = tf.convert_to_tensor(mapping)
    if mapping.dtype.base_dtype != tf.string:
        raise ValueError("string_to_index_table_from_tensor requires string.")
    return index_table_from_tensor(mapping, num_oov_buckets, default_value, hasher_spec, name=scope)


__all__ = [
    "FastHashSpec",
    "HashTable",
    "HasherSpec",
    "IdTableWithHashBuckets",
    "InitializableLookupTableBase",
    "KeyValueTensorInitializer",
    "LookupInterface",
    "MutableDenseHashTable",
    "MutableHashTable",
    "StrongHashSpec",
    "TableInitializerBase",
    "TextFileIdTableInitializer",
    "TextFileIndex",
    "TextFileInitializer",
    "TextFileStringTableInitializer",
    "index_table_from_file",
    "index_table_from_tensor",
    "index_to_string",
    "index_to_string_table_from_file",
    "index_to_string_table_from_tensor",
    "string_to_index",
    "string_to_index_table_from_file",
    "string_to_index_table_from_tensor",
]
