"""Lookup tables carried over: a resource made and filled when the module is, and again when a SavedModel is loaded."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

TABLES = ("HashTableV2", "MutableHashTableV2", "MutableHashTableOfTensorsV2", "MutableDenseHashTableV2")
FILLED_BY = ("InitializeTableV2", "InitializeTableFromTextFileV2", "LookupTableImportV2")


def filling_op(graph: tf.Graph, table: str) -> tf.Operation | None:
    """The op that fills table node `table`, if the graph has one."""
    for op in graph.get_operations():
        if op.type in FILLED_BY and op.inputs[0].op.name == table:
            return op
    return None


def contents(graph: tf.Graph, table: str, session) -> tuple[np.ndarray, np.ndarray] | None:
    """Keys and values a static table is filled with, or None when it is filled from a file."""
    op = filling_op(graph, table)
    if op is None or op.type == "InitializeTableFromTextFileV2":
        return None
    if session is None:
        with tf.compat.v1.Session(graph=graph) as fresh:
            return tuple(fresh.run(list(op.inputs[1:3])))
    return tuple(session.run(list(op.inputs[1:3])))


def build_table(graph: tf.Graph, node: str, session):
    """A TensorFlow 2 table with the contents of TF1 table `node`; its `resource_handle` replaces the node's output.

    Raises:
      ValueError: the table has no contents a function could be given (filled at run time), naming the table.
    """
    op = graph.get_operation_by_name(node)
    key_dtype, value_dtype = op.get_attr("key_dtype"), op.get_attr("value_dtype")
    filler = filling_op(graph, node)
    if op.type != "HashTableV2":
        raise ValueError(f"{node} ({op.type}): a table the program fills while it runs; feed the looked-up values instead")
    if filler is None:
        raise ValueError(f"{node} ({op.type}): nothing in the graph fills it")
    if filler.type == "InitializeTableFromTextFileV2":
        with tf.compat.v1.Session(graph=graph) as fresh:
            filename = fresh.run(filler.inputs[1]).decode()
        initializer = tf.lookup.TextFileInitializer(
            filename,
            key_dtype,
            filler.get_attr("key_index"),
            value_dtype,
            filler.get_attr("value_index"),
            vocab_size=None if filler.get_attr("vocab_size") < 0 else filler.get_attr("vocab_size"),
            delimiter=filler.get_attr("delimiter").decode(),
        )
    else:
        keys, values = contents(graph, node, session)
        initializer = tf.lookup.KeyValueTensorInitializer(tf.constant(keys, key_dtype), tf.constant(values, value_dtype))
    # the default of a lookup is an input of the lookup op, so the one given here is never used
    return tf.lookup.StaticHashTable(initializer, default_value=tf.zeros([], value_dtype) if value_dtype != tf.string else "")
