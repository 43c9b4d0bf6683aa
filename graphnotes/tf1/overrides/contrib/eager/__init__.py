"""tf.contrib.eager: eager execution's functions, most of them now elsewhere in TensorFlow."""

from __future__ import annotations

from tensorflow.python.data.ops import iterator_ops as _iterators
from tensorflow.python.eager import backprop as _backprop
from tensorflow.python.eager import context as _context
from tensorflow.python.framework.tensor_spec import TensorSpec
from tensorflow.python.ops import variable_scope as _scope

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.eager._network import Network, Sequential
from graphnotes.tf1.overrides.contrib.eager._saver import Saver, get_optimizer_variables
from graphnotes.tf1.overrides.contrib.eager._variable import Variable

Checkpoint = tf.train.Checkpoint
GradientTape = tf.GradientTape
EagerVariableStore = _scope.EagerVariableStore
DEVICE_PLACEMENT_EXPLICIT = _context.DEVICE_PLACEMENT_EXPLICIT
DEVICE_PLACEMENT_SILENT = _context.DEVICE_PLACEMENT_SILENT
DEVICE_PLACEMENT_WARN = _context.DEVICE_PLACEMENT_WARN
SYNC, ASYNC = _context.SYNC, _context.ASYNC
custom_gradient = tf.custom_gradient
enable_eager_execution = tf.enable_eager_execution
executing_eagerly = in_eager_mode = tf.executing_eagerly
execution_mode = _context.execution_mode
set_execution_mode = _context.set_execution_mode
async_wait = _context.async_wait
function = defun = tf.function
gradients_function = _backprop.gradients_function
implicit_gradients = _backprop.implicit_grad
implicit_value_and_gradients = _backprop.implicit_val_and_grad
value_and_gradients_function = _backprop.val_and_grad_function
make_template = tf.make_template
py_func = tf.py_function


class Iterator(_iterators.OwnedIterator):
    """Iterates over a dataset: `next(iterator)`, `iterator.next()` or a for loop."""

    def __init__(self, dataset):
        super().__init__(dataset)

    def next(self):
        """The next element; StopIteration at the end."""
        return next(self)


def num_gpus() -> int:
    """How many GPUs TensorFlow can use."""
    return _context.context().num_gpus()


def list_devices() -> list[str]:
    """The names of the devices TensorFlow can use."""
    return _context.context().devices()


def run(main=None, argv=None) -> None:
    """Enable eager execution and run a program's main function (`tf.app.run`)."""
    enable_eager_execution()
    tf.app.run(main, argv)


__all__ = [
    "ASYNC",
    "DEVICE_PLACEMENT_EXPLICIT",
    "DEVICE_PLACEMENT_SILENT",
    "DEVICE_PLACEMENT_WARN",
    "SYNC",
    "Checkpoint",
    "EagerVariableStore",
    "GradientTape",
    "Iterator",
    "Network",
    "Saver",
    "Sequential",
    "TensorSpec",
    "Variable",
    "async_wait",
    "custom_gradient",
    "defun",
    "enable_eager_execution",
    "executing_eagerly",
    "execution_mode",
    "function",
    "get_optimizer_variables",
    "gradients_function",
    "implicit_gradients",
    "implicit_value_and_gradients",
    "in_eager_mode",
    "list_devices",
    "make_template",
    "num_gpus",
    "py_func",
    "run",
    "set_execution_mode",
    "value_and_gradients_function",
]
