"""tensorflow.python.framework.op_def_library: the class that generated wrappers of 1.15 called to make their nodes."""

from __future__ import annotations

from tensorflow.python.framework import op_def_library, op_def_registry

from graphnotes.tf1._advice import compiled_op

__all__ = ["OpDefLibrary"]


class OpDefLibrary:
    """Holds nothing: the runtime knows its ops. An op it doesn't know was in a compiled library that is not there."""

    def add_op(self, op_def) -> None:
        """Announce an op."""

    def add_op_list(self, op_list) -> None:
        """Announce the ops of an OpList."""

    def apply_op(self, op_type_name: str, name: str | None = None, **keywords):
        """Add a node to the default graph; returns its outputs, one tensor or a list, or the Operation when it has none."""
        _, _, is_stateful, op = self._apply_op_helper(op_type_name, name, **keywords)
        if op.type and not op.outputs:
            return op
        return op.outputs[0] if len(op.outputs) == 1 and not is_stateful else list(op.outputs)

    def _apply_op_helper(self, op_type_name: str, name: str | None = None, **keywords):
        if op_def_registry.get(op_type_name) is None:
            raise NotImplementedError(compiled_op(op_type_name))
        return op_def_library._apply_op_helper(op_type_name, name, **keywords)
