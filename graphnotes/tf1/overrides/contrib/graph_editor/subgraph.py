"""A part of a graph seen as a function of its inputs (tf.contrib.graph_editor)."""

from __future__ import annotations

import copy
from typing import Self

from tensorflow.compat import v1

from graphnotes.tf1.overrides.contrib.graph_editor import select, util

__all__ = ["SubGraphView", "make_view", "make_view_from_scope"]


def _indices(wanted, ts: list, repetition: bool) -> list[int]:
    """Positions in `ts`, given as such or as tensors of it."""
    found = [i if isinstance(i, int) else ts.index(i) for i in wanted]
    for i in found:
        if not 0 <= i < len(ts):
            raise ValueError(f"Out of [0, {len(ts)}[ range: {i}")
    if not repetition and len(set(found)) != len(found):
        raise ValueError(f"Found repetition in mapping: {found}")
    return found


class SubGraphView:
    """Operations of a graph, the tensors that come into them and the ones that leave them.

    Tensors that no operation here makes or uses can pass through: they are inputs and outputs both. The view changes nothing; the functions of the
    graph editor that change the graph bring the views they are given up to date.

    Args:
        inside_ops: the operations.
        passthrough_ts: tensors that pass through; those connected to the operations are left out.

    Raises:
        TypeError: something else than operations and tensors.
        ValueError: they are of several graphs.
    """

    def __init__(self, inside_ops=(), passthrough_ts=()) -> None:
        ops, passing = util.make_list_of_op(inside_ops), util.make_list_of_t(passthrough_ts)
        inputs, outputs, insides = select.compute_boundary_ts(ops)
        connected = frozenset(inputs + outputs + insides)
        self._graph = util.get_unique_graph(ops + passing) if ops or passing else None
        self._ops = ops
        self._passthrough_ts = [t for t in passing if t not in connected]
        self._input_ts = inputs + self._passthrough_ts
        self._output_ts = outputs + self._passthrough_ts

    def __copy__(self) -> SubGraphView:
        new = object.__new__(type(self))
        new._assign_from(self)
        return new

    def _assign_from(self, other: SubGraphView) -> None:
        if not isinstance(other, SubGraphView):
            raise TypeError(f"Expected SubGraphView, got: {type(other)}")
        self._graph = other._graph
        for part in ("_ops", "_passthrough_ts", "_input_ts", "_output_ts"):
            setattr(self, part, list(getattr(other, part)))

    def copy(self) -> SubGraphView:
        """A view of its own of the same operations."""
        return copy.copy(self)

    def remap_default(self, remove_input_map=True, remove_output_map=True) -> SubGraphView:
        """The view with all inputs and outputs again, in their first order."""
        new = self.copy()
        inputs, outputs, _ = select.compute_boundary_ts(self._ops)
        if remove_input_map:
            new._input_ts = inputs + new._passthrough_ts
        if remove_output_map:
            new._output_ts = outputs + new._passthrough_ts
        return new

    def remap(self, new_input_indices=None, new_output_indices=None) -> SubGraphView:
        """The view with some of its inputs and outputs, in a new order; None leaves them as they are.

        Args:
            new_input_indices: positions or tensors, none twice.
            new_output_indices: positions or tensors.

        Raises:
            ValueError: a position that there is not, or an input twice.
        """
        new = self.copy()
        if new_input_indices is not None:
            new._input_ts = [new._input_ts[i] for i in _indices(new_input_indices, new._input_ts, repetition=False)]
        if new_output_indices is not None:
            new._output_ts = [new._output_ts[i] for i in _indices(new_output_indices, new._output_ts, repetition=True)]
        return new

    def remap_inputs(self, new_input_indices) -> SubGraphView:
        """`remap` of the inputs alone."""
        return self.remap(new_input_indices=new_input_indices)

    def remap_outputs(self, new_output_indices) -> SubGraphView:
        """`remap` of the outputs alone."""
        return self.remap(new_output_indices=new_output_indices)

    def remap_outputs_make_unique(self) -> SubGraphView:
        """The view with each output once."""
        new = self.copy()
        new._output_ts = list(dict.fromkeys(new._output_ts))
        return new

    def remap_outputs_to_consumers(self) -> SubGraphView:
        """The view with each output as often as it has consumers."""
        new = self.remap_outputs_make_unique()
        new._output_ts = [t for t in new._output_ts for _ in t.consumers()]
        return new

    def remove_unused_ops(self, control_inputs=True) -> SubGraphView:
        """The view without operations that neither depend on the inputs nor lead to the outputs."""
        new = self.copy()
        used = select.get_walks_union_ops(
            self.connected_inputs, self.connected_outputs, within_ops=self._ops, control_inputs=control_inputs
        )
        new._ops = [op for op in self._ops if op in used]
        return new

    def find_op_by_name(self, op_name: str):
        """The operation of that name.

        Raises:
            ValueError: there is none.
        """
        for op in self._ops:
            if op.name == op_name:
                return op
        raise ValueError(f"{op_name} not in subgraph.")

    def __str__(self) -> str:
        if not self:
            return "SubGraphView: empty"
        passing = [t.name for t in self._passthrough_ts]
        lines = [f"SubGraphView (graphid={id(self.graph)}):"]
        for title, items in (("ops", self._ops), ("inputs", self._input_ts), ("outputs", self._output_ts)):
            lines.append(f"** {title}[{len(items)}]:" if items else f"** {title}: empty")
            lines += [f"  {item.name}{' *' if title != 'ops' and item.name in passing else ''}" for item in items]
        return "\n".join(lines) + "\n"

    @property
    def graph(self):
        """The tf.Graph, None of an empty view."""
        return self._graph

    @property
    def ops(self) -> list:
        """The operations."""
        return self._ops

    @property
    def inputs(self):
        """The tensors that come in."""
        return util.ListView(self._input_ts)

    @property
    def outputs(self):
        """The tensors that leave."""
        return util.ListView(self._output_ts)

    @property
    def passthroughs(self):
        """The tensors that pass through."""
        return util.ListView(self._passthrough_ts)

    @property
    def connected_inputs(self) -> list:
        """The inputs that an operation of the view uses."""
        return [t for t in self._input_ts if t not in set(self._passthrough_ts)]

    @property
    def connected_outputs(self) -> list:
        """The outputs that an operation of the view makes."""
        return [t for t in self._output_ts if t not in set(self._passthrough_ts)]

    def __bool__(self) -> bool:
        return self._graph is not None

    def op(self, op_id: int):
        """The operation at a position."""
        return self._ops[op_id]

    def is_passthrough(self, t) -> bool:
        """Whether `t` passes through."""
        return t in set(self._passthrough_ts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type, exc_value, traceback) -> None:
        pass

    def input_index(self, t) -> int:
        """The position of an input; ValueError when it is none."""
        return _position(t, self._input_ts, "inputs")

    def output_index(self, t) -> int:
        """The position of an output; ValueError when it is none."""
        return _position(t, self._output_ts, "outputs")

    def consumers(self) -> list:
        """The operations outside the view that use its outputs."""
        inside = frozenset(self._ops)
        return list(dict.fromkeys(op for t in self._output_ts for op in t.consumers() if op not in inside))


def _position(t, ts: list, what: str) -> int:
    for i, other in enumerate(ts):
        if other is t:
            return i
    raise ValueError(f"Can't find {t.name} in {what} of subgraph.")


def make_view(*args, **kwargs) -> SubGraphView:
    """The view of what is meant by names, operations and tensors, which pass through; a view is itself.

    Args:
        *args: as for `select_ops_and_ts`, or one SubGraphView.
        **kwargs: `graph`, where names are looked up, and which operations have to be of; the others of `select_ops_and_ts`.

    Raises:
        TypeError: an argument means nothing.
        ValueError: another graph, an unknown keyword, or a name without `graph`.
    """
    graph = kwargs.get("graph")
    given = len(args) == 1 and isinstance(args[0], SubGraphView)
    view = args[0] if given else SubGraphView(*select.select_ops_and_ts(*args, **kwargs))
    if graph is None or not view.graph:
        return view
    if not isinstance(graph, v1.Graph):
        raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
    if view.graph is not graph:
        raise ValueError("Graph mismatch.")
    return view


def make_view_from_scope(scope: str, graph) -> SubGraphView:
    """The view of the operations of a name scope."""
    return SubGraphView(select.get_name_scope_ops(graph, scope))
