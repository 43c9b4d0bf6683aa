"""Cross-device operations: their implementations took no options in 1.15, and subclasses of theirs take none."""

from __future__ import annotations

import inspect

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.distribute.cross_device_ops"


def _takes_none(self, name: str) -> None:
    """Make today's call of an implementation fit one that a subclass wrote for 1.15."""
    implementation = getattr(self, name)
    if "options" not in inspect.signature(implementation).parameters:
        setattr(self, name, lambda *args, options=None: implementation(*args[: 3 if name == "reduce_implementation" else 2]))


def _calls(name: str):
    @rebuild(_MODULE, f"CrossDeviceOps.{name}")
    def call(self, *args, **kwargs):
        _takes_none(self, f"{name}_implementation")
        return call.original(self, *args, **kwargs)


def _implements(owner: str) -> None:
    @rebuild(_MODULE, f"{owner}.reduce_implementation")
    def reduce(self, reduce_op, per_replica_value, destinations, options=None):
        return reduce.original(self, reduce_op, per_replica_value, destinations, options)

    @rebuild(_MODULE, f"{owner}.batch_reduce_implementation")
    def batch_reduce(self, reduce_op, value_destination_pairs, options=None):
        return batch_reduce.original(self, reduce_op, value_destination_pairs, options)


_calls("reduce")
_calls("batch_reduce")
for _owner in ("CrossDeviceOps", "ReductionToOneDevice", "AllReduceCrossDeviceOps"):
    _implements(_owner)
