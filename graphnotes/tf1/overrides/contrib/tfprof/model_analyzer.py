"""tf.contrib.tfprof.model_analyzer: parameters, floating point operations and time of a graph's parts."""

from __future__ import annotations

from tensorflow.python.profiler.model_analyzer import ALL_ADVICE, Profiler

from graphnotes.tf1 import root as tf

__all__ = [
    "ALL_ADVICE",
    "FLOAT_OPS_OPTIONS",
    "PRINT_ALL_TIMING_MEMORY",
    "TRAINABLE_VARS_PARAMS_STAT_OPTIONS",
    "Profiler",
    "advise",
    "print_model_analysis",
]
_EVERYTHING = {
    "max_depth": 10000,
    "min_bytes": 0,
    "min_micros": 0,
    "min_params": 0,
    "min_float_ops": 0,
    "order_by": "name",
    "account_type_regexes": [".*"],
    "start_name_regexes": [".*"],
    "trim_name_regexes": [],
    "show_name_regexes": [".*"],
    "hide_name_regexes": [],
    "account_displayed_op_only": True,
    "output": "stdout",
    "dump_to_file": "",
}
TRAINABLE_VARS_PARAMS_STAT_OPTIONS = {**_EVERYTHING, "account_type_regexes": ["_trainable_variables"], "select": ["params"]}
FLOAT_OPS_OPTIONS = {**_EVERYTHING, "min_float_ops": 1, "order_by": "float_ops", "select": ["float_ops"]}
PRINT_ALL_TIMING_MEMORY = {**_EVERYTHING, "min_bytes": 1, "min_micros": 1, "select": ["micros", "bytes"]}


def print_model_analysis(graph, run_meta=None, op_log=None, tfprof_cmd="scope", tfprof_options=0):
    """`tf.profiler.profile`: prints what the options select and returns it as a protobuf message."""
    return tf.profiler.profile(graph, run_meta, op_log, tfprof_cmd, tfprof_options)


def advise(graph, run_meta=None, tfprof_options=0):
    """`tf.profiler.advise`."""
    return tf.profiler.advise(graph, run_meta, tfprof_options)
