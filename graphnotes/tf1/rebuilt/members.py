"""Members of TensorFlow's own classes that 1.15 had and today's TensorFlow lacks."""

from __future__ import annotations

import threading

from tensorflow.python.data.util import options as create
from tensorflow.python.platform import build_info

from graphnotes.tf1._per_graph import held_by
from graphnotes.tf1._unsupported import unsupported
from graphnotes.tf1.overrides.python.util import tf_stack
from graphnotes.tf1.rebuilt import provide

_OPS = "tensorflow.python.framework.ops"
_TENSOR = "tensorflow.python.framework.tensor"
_OPTIONS = "tensorflow.python.data.ops.options"
_OPTIONAL = "tensorflow.python.data.ops.optional_ops"
_SESSION = "tensorflow.python.client._pywrap_tf_session"
_STRATEGY = "tensorflow.python.distribute.distribute_lib"


def _on_symbolic(name: str, doc: str) -> property:
    """A property that graph tensors have by themselves and only the common class lacks."""

    def get(self):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r} outside a graph")

    return property(get, doc=doc)


class _Extensions:
    """A message class's RegisterExtension, which refuses in its name."""

    def __get__(self, message: object, owner: type) -> object:
        return unsupported(
            f"{owner.__name__}.RegisterExtension", "messages have no extensions in proto3; use a google.protobuf.Any field"
        )


def _made_by() -> property:
    """`_traceback`: (file, line, function, source line) of each call that made an operation; code that shortens it may set it."""

    def get(self):
        given = held_by(self.graph, "_graphnotes_tracebacks", dict).get(self.name)
        return [tuple(frame) for frame in self.traceback] if given is None else given

    def put(self, frames):
        held_by(self.graph, "_graphnotes_tracebacks", dict)[self.name] = frames

    return property(get, put)


provide(_TENSOR, "Tensor.op", _on_symbolic("op", "The operation that produces the tensor."))
provide(_TENSOR, "Tensor.graph", _on_symbolic("graph", "The graph of the tensor."))
provide(_TENSOR, "Tensor.device", _on_symbolic("device", "The device the tensor is made on."))
provide(_TENSOR, "Tensor.value_index", _on_symbolic("value_index", "Its index among the outputs of its operation."))
provide(_TENSOR, "Tensor.consumers", _on_symbolic("consumers", "The operations that use the tensor."))
provide(_OPS, "Operation.traceback_with_start_lines", property(lambda self: self.traceback))
provide(_OPS, "Operation._traceback", _made_by())
provide("tensorflow.python.training.coordinator", "LooperThread.isAlive", threading.Thread.is_alive)
provide("google.protobuf.message", "Message.RegisterExtension", _Extensions())
provide(_SESSION, "TF_Buffer.data", property(lambda self: _bytes(self), doc="The bytes."))
provide(_SESSION, "TF_Buffer.length", property(lambda self: len(_bytes(self)), doc="How many bytes."))
provide(_SESSION, "TF_Buffer.data_deallocator", property(lambda self: None, doc="None: the buffer frees its bytes itself."))
for _module in ("tf_decorator", "deprecation"):  # modules that held it, public by way of tf.flags
    provide(f"tensorflow.python.util.{_module}", "tf_stack", tf_stack)
provide(
    "tensorflow.python.util.deprecation",
    "DeprecatedNamesAlreadySet",
    type("DeprecatedNamesAlreadySet", (Exception,), {"__doc__": "Names of deprecated arguments were set before."}),
)
for _flag in ("is_cuda_build", "is_rocm_build"):
    provide("tensorflow.python.platform.build_info", _flag, build_info.build_info[_flag])
provide(_OPTIONAL, "Optional.value_structure", property(lambda self: self.element_spec))
provide(
    _OPTIONAL, "Optional.none_from_structure", staticmethod(lambda value_structure: _optional().empty(value_structure))
)
provide(_STRATEGY, "StrategyBase.experimental_run_v2", lambda self, fn, args=(), kwargs=None: self.run(fn, args, kwargs))


def _bytes(buffer) -> bytes:
    from tensorflow.python.client import _pywrap_tf_session

    return _pywrap_tf_session.TF_GetBuffer(buffer)


def _optional():
    from tensorflow.python.data.ops import optional_ops

    return optional_ops.Optional


def _option(name: str, kind: type):
    """An option that 1.15 had: settable, and without an effect on what a dataset yields."""
    return create.create_option(name=name, ty=kind, docstring=f"`{name}` of TensorFlow 1.15; it changes no value.")


for _name, _kind in {
    "autotune": bool,
    "autotune_algorithm": int,
    "autotune_buffers": bool,
    "autotune_cpu_budget": int,
    "filter_with_random_uniform_fusion": bool,
    "hoist_random_uniform": bool,
    "map_vectorization": object,
}.items():
    provide(_OPTIONS, f"OptimizationOptions.{_name}", _option(_name, _kind))
provide(_OPTIONS, "DistributeOptions.auto_shard", _option("auto_shard", bool))
provide(_OPTIONS, "Options.experimental_stateful_whitelist", _option("experimental_stateful_whitelist", list))
provide(_OPTIONS, "Options.experimental_stats", _option("experimental_stats", object))
