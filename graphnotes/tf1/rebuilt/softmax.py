"""The softmax of a few classes, or of many dimensions, by the kernel 1.15 had, where oneDNN would put its own in the place.

oneDNN's hands half of the rows to another thread and waits for it, however few there are: for the hundred rows of ten of the
notes' regression that took more than half of a training step. Of more than five dimensions it computes none. It takes the
place of nodes in a session's graph, and leaves alone what a function's body computes: so such a node calls a function of it
(see `stand_ins`).
"""

from __future__ import annotations

import functools
import os

import tensorflow as tf
from tensorflow.python.eager import execute
from tensorflow.python.framework import function, ops
from tensorflow.python.util import _pywrap_util_port

from graphnotes.tf1.rebuilt import rebuild, stand_ins

_FEW = 64  # classes; with more a row is work enough for a thread
_MOST_DIMENSIONS = 5  # that oneDNN takes
_DTYPES = (tf.float32, tf.float16, tf.bfloat16)  # that it takes
_GPUS = ("/dev/nvidiactl", "/dev/kfd")  # found without waking a driver


@functools.cache
def _oneDNN_would() -> bool:
    return _pywrap_util_port.IsMklEnabled() and not any(map(os.path.exists, _GPUS))


@functools.cache
def _called(dtype: tf.DType) -> function._DefinedFunction:
    name = f"{stand_ins.PREFIX}Softmax_{dtype.name}"
    with tf.Graph().as_default():
        defined = function.Defun(dtype, func_name=name, noinline=True)(lambda logits: tf.raw_ops.Softmax(logits=logits))
        defined.add_to_graph(ops.get_default_graph())
    return defined


def _is_for_1_15s(logits) -> bool:
    if not isinstance(logits, tf.Tensor) or tf.executing_eagerly() or logits.dtype not in _DTYPES or logits.dtype._is_ref_dtype:
        return False
    shape = logits._shape_tuple()
    if shape is None or len(shape) > _MOST_DIMENSIONS:
        return shape is not None
    return len(shape) == 2 and shape[1] is not None and 0 < shape[1] <= _FEW


@rebuild("tensorflow.python.ops.gen_nn_ops", "softmax")
def softmax(logits, name=None):
    graph = ops.get_default_graph()
    if not _is_for_1_15s(logits) or logits.graph is not graph or graph.building_function or not _oneDNN_would():
        return softmax.original(logits, name)
    called = _called(logits.dtype)
    with ops.name_scope(name or "Softmax") as scope:
        op = stand_ins.create(graph, "Softmax", called, [logits], scope, called.name, {})
    if execute.must_record_gradient():
        execute.record_gradient("Softmax", (logits,), ("T", logits.dtype), op.outputs)
    return op.outputs[0]
