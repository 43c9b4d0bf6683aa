"""Members of TensorFlow's own classes that 1.15 had and today's TensorFlow lacks."""

from __future__ import annotations

import threading

from tensorflow.python.data.util import options as create

from graphnotes.tf1.rebuilt import provide

_OPS = "tensorflow.python.framework.ops"
_TENSOR = "tensorflow.python.framework.tensor"
_OPTIONS = "tensorflow.python.data.ops.options"
_OPTIONAL = "tensorflow.python.data.ops.optional_ops"
_STRATEGY = "tensorflow.python.distribute.distribute_lib"


def _on_symbolic(name: str, doc: str) -> property:
    """A property that graph tensors have by themselves and only the common class lacks."""

    def get(self):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r} outside a graph")

    return property(get, doc=doc)


provide(_TENSOR, "Tensor.op", _on_symbolic("op", "The operation that produces the tensor."))
provide(_TENSOR, "Tensor.graph", _on_symbolic("graph", "The graph of the tensor."))
provide(_TENSOR, "Tensor.device", _on_symbolic("device", "The device the tensor is made on."))
provide(_TENSOR, "Tensor.value_index", _on_symbolic("value_index", "Its index among the outputs of its operation."))
provide(_TENSOR, "Tensor.consumers", _on_symbolic("consumers", "The operations that use the tensor."))
provide(_OPS, "Operation.traceback_with_start_lines", property(lambda self: self.traceback))
provide("tensorflow.python.training.coordinator", "LooperThread.isAlive", threading.Thread.is_alive)
provide(_OPTIONAL, "Optional.value_structure", property(lambda self: self.element_spec))
provide(
    _OPTIONAL, "Optional.none_from_structure", staticmethod(lambda value_structure: _optional().empty(value_structure))
)
provide(_STRATEGY, "StrategyBase.experimental_run_v2", lambda self, fn, args=(), kwargs=None: self.run(fn, args, kwargs))


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
