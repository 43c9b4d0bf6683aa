"""Going through a loop once, as the runtime would, turn after turn, for feeds of given shapes.

A value is known by its operation and the turn of the loop around it: `(op, ())` outside of loops, `(op, (3,))` in the fourth turn.
Counters and conditions follow from shapes and get values; stacks and TensorArrays become plain references; all else is drawn.
"""

from __future__ import annotations

import numpy as np

from graphnotes.tf1.fastpath.unrolling import ways
from graphnotes.tf1.fastpath.unrolling.sketch import Sketch
from graphnotes.tf1.fastpath.unrolling.values import (
    Array,
    CannotUnroll,
    Flow,
    Stack,
    Wire,
    united,
)

_MOST_TURNS = 512


class _Needs(Exception):
    def __init__(self, what: tuple) -> None:
        self.what = what


class Trace:
    """Draws what tensors of a graph are computed by."""

    def __init__(self, graph, shapes_fed: dict[str, tuple[int, ...]], after_loops: set) -> None:
        """`after_loops`: the operations outside of loops whose inputs depend on one."""
        self.sketch = Sketch()
        self.sources: set = set()  # operations of the user's graph whose outputs the sketch reads
        self._fed, self._after_loops = shapes_fed, after_loops
        self._known: dict[tuple, list] = {}
        self.assigned: set = set()  # variables that drawn operations wait for the assignment of
        self._looked_at: set = set()
        self._in_order: set = set()
        self._left_alone: set = set()
        self._turns: dict[tuple, int] = {}
        self._condition: dict[str, object] = {}  # frame -> its LoopCond
        self._pushes: dict[object, list] = {}
        self._pops: dict[object, list] = {}
        for op in graph.get_operations():
            self._look_at(op)

    def wire(self, tensor) -> Wire:
        """The drawn tensor for a tensor outside of loops.

        Raises:
            CannotUnroll: it depends on something that doesn't follow from shapes, or isn't understood.
        """
        waiting = [(tensor.op, ())]
        if self._fed_wire(tensor, ()) is None:
            while waiting:
                what = waiting[-1]
                if what in self._known:
                    waiting.pop()
                    continue
                try:
                    self._known[what] = self._computed(*what)
                except _Needs as needs:
                    waiting.append(needs.what)
        value = self._get(tensor, ())
        if not isinstance(value, Wire):
            raise CannotUnroll(f"{tensor.name} is no value")
        return value

    def drawn(self, tensor) -> Wire | None:
        """The drawn tensor for a tensor outside of loops, if it was needed so far."""
        known = self._known.get((tensor.op, ()))
        value = known[tensor.value_index] if known else None
        return value if isinstance(value, Wire) else None

    def _look_at(self, op) -> None:
        if op.type == "Switch" and op.inputs[0].op.type == "Merge":
            enter = op.inputs[0].op.inputs[0].op
            if enter.type == "Enter":
                self._condition[_frame(enter)] = op.inputs[1]
        elif op.type in ("StackPushV2", "StackPopV2"):
            enter = op.inputs[0].op
            if enter.type == "Enter":
                known = self._pushes if op.type == "StackPushV2" else self._pops
                known.setdefault(enter.inputs[0].op, []).append(op)

    def _fed_wire(self, tensor, at: tuple) -> Wire | None:
        shape = self._fed.get(tensor.name)
        if shape is None:
            return None
        if at:
            raise CannotUnroll(f"{tensor.name} is fed inside a loop")
        return self.sketch.source(tensor, shape)

    def _get(self, tensor, at: tuple):
        fed = self._fed_wire(tensor, at)
        if fed is not None:
            return fed
        outputs = self._known.get((tensor.op, at))
        if outputs is None:
            raise _Needs((tensor.op, at))
        return outputs[tensor.value_index]

    def _computed(self, op, at: tuple) -> list:
        """The outputs of an operation in a turn; _Needs for what has to be known first."""
        if op.control_inputs and op not in self._in_order:
            self._check_order(op)
            self._in_order.add(op)
        special = getattr(self, f"_{op.type}", None)
        if special is not None:
            return special(op, at)
        if not ways.drawable(op):
            return self._read(op, at)
        inputs = [self._get(tensor, at) for tensor in op.inputs]
        if any(not isinstance(value, Wire) for value in inputs):
            return self._passed_on(op, inputs)
        if not at:
            return self.sketch.draw_outside(op, inputs)
        if op not in self._left_alone:
            if not ways.left_alone(op):
                raise CannotUnroll(f"{op.name} computes with a constant in a way that may be rewritten")
            self._left_alone.add(op)
        return self.sketch.draw_inside(op, inputs)

    def _check_order(self, op) -> None:
        """What an operation waits for is left out of the sketch; that shows if a variable it reads is assigned there."""
        before = ways.upstream(op.control_inputs, cut=lambda tensor: tensor.op in self._looked_at)
        self.assigned |= {variable for each in before if ways.assigns(each) for variable in ways.variables_of(each)}
        self._looked_at |= before

    def _passed_on(self, op, inputs: list) -> list:
        """Identities and sums of flows, stacks and arrays."""
        if op.type == "Identity":
            return inputs
        if op.type in ("Add", "AddV2", "AddN"):
            return [united(inputs)]
        if op.type == "ZerosLike":
            return [Flow({})]
        raise CannotUnroll(f"{op.name} reads a loop's inner values")

    def _read(self, op, at: tuple) -> list:
        """The outputs of an operation that has to stay what it is: a variable, a random number, an iterator."""
        if op.type == "ReadVariableOp" and at:
            handle = self._get(op.inputs[0], at)
            if handle.tensor.op.type != "Placeholder":
                raise CannotUnroll(f"{op.name} reads a variable that is chosen in the loop")
            outputs = self.sketch.draw_inside(op, [handle])
            outputs[0].tensor.set_shape(op.outputs[0].shape)
            return [self.sketch.blind(outputs[0])]
        if at or op.type in ("Switch", "RefSwitch"):
            raise CannotUnroll(f"{op.name} can't be moved out of its loop")
        if op in self._after_loops and not ways.random(op):
            raise CannotUnroll(f"{op.name} depends on a loop and has to stay what it is")
        shapes = [output.shape for output in op.outputs] if ways.reads_variable(op) else self._shapes_of(op)
        self.sources.add(op)
        return [self.sketch.source(output, shape) for output, shape in zip(op.outputs, shapes)]

    def _shapes_of(self, op) -> list:
        """The shapes of a staying operation's outputs as far as they follow from its inputs."""
        if any(tensor.dtype._is_ref_dtype for tensor in (*op.inputs, *op.outputs)) or op.type == "Merge":
            return [None] * len(op.outputs)
        if any(output.dtype.base_dtype.name in ("resource", "variant") for output in op.outputs):
            return [output.shape for output in op.outputs]
        inputs = [self._get(tensor, ()) for tensor in op.inputs]
        return [wire.tensor.shape for wire in self.sketch.draw_outside(op, inputs)]

    # The operations that make a loop: methods are named as the operations are.

    def _Enter(self, op, at: tuple) -> list:
        value = self._get(op.inputs[0], at[:-1])
        return [self.sketch.blind(value) if isinstance(value, Wire) else value]

    def _Exit(self, op, at: tuple) -> list:
        switch = op.inputs[0].op
        if switch.type != "Switch":
            raise CannotUnroll(f"{op.name} is an exit unlike while_loop's")
        value = self._get(op.inputs[0], (*at, self._count(switch.inputs[1], at)))
        if not isinstance(value, Wire):
            return [value]
        return [self.sketch.blind(value, op.outputs[0].shape)]

    def _Merge(self, op, at: tuple) -> list:
        if not at or [tensor.op.type for tensor in op.inputs] != ["Enter", "NextIteration"]:
            if at or op in self._after_loops:
                raise CannotUnroll(f"{op.name} depends on a condition")
            return self._read(op, at)
        turn = at[-1]
        if turn == 0:
            return [self._get(op.inputs[0], at), None]
        return [self._crossing(self._get(op.inputs[1].op.inputs[0], (*at[:-1], turn - 1))), None]

    def _crossing(self, value):
        return self.sketch.crossing(value) if isinstance(value, Wire) else value

    def _Switch(self, op, at: tuple) -> list:
        if not at or op.inputs[0].op.type != "Merge":
            raise CannotUnroll(f"{op.name} is a condition")
        value = self._get(op.inputs[0], at)
        return [value, value]

    def _LoopCond(self, op, at: tuple) -> list:
        return [self._get(op.inputs[0], at)]

    def _count(self, condition, at: tuple) -> int:
        """How many turns the loop takes."""
        if len(at) > 0:
            raise CannotUnroll("a loop inside a loop")
        turn = self._turns.get(condition.op, 0)
        while True:
            wire = self._get(condition, (*at, turn))
            if not isinstance(wire, Wire) or wire.value is None:
                raise CannotUnroll(f"{condition.name} doesn't follow from shapes")
            if not wire.value:
                return turn
            if turn == _MOST_TURNS:
                raise CannotUnroll(f"{condition.name}: more than {_MOST_TURNS} turns")
            turn += 1
            self._turns[condition.op] = turn

    # stacks: the gradient's turn j takes what the loop's turn n - 1 - j has left

    def _StackV2(self, op, at: tuple) -> list:
        return [Stack(op)]

    def _StackPopV2(self, op, at: tuple) -> list:
        handle = self._get(op.inputs[0], at)
        pushes, pops = self._pushes.get(handle.op, []), self._pops.get(handle.op, [])
        if len(pushes) != 1 or pops != [op] or len(at) != 1:
            raise CannotUnroll(f"{op.name} shares its stack")
        turns, turns_back = (
            self._count(self._condition[_frame(each.inputs[0].op)], ()) for each in (pushes[0], op)
        )
        if turns != turns_back:
            raise CannotUnroll(f"{op.name} leaves something on its stack")
        return [self._crossing(self._get(pushes[0].inputs[1], (turns - 1 - at[0],)))]

    # TensorArrays

    def _TensorArrayV3(self, op, at: tuple) -> list:
        if at:
            raise CannotUnroll(f"{op.name} is made inside a loop")
        return [Array((op.name,), self._get(op.inputs[0], at)), Flow({})]

    def _TensorArrayGradV3(self, op, at: tuple) -> list:
        array, flow = self._get(op.inputs[0], at), self._get(op.inputs[1], at)
        return [Array((*array.key, op.get_attr("source")), array.size), flow]

    def _TensorArraySizeV3(self, op, at: tuple) -> list:
        size = self._get(op.inputs[0], at).size
        written = [index for key, index in _flow(self._get(op.inputs[1], at)).written if key == self._get(op.inputs[0], at).key]
        if size.value is None or any(index >= size.value for index in written):
            raise CannotUnroll(f"{op.name} grows")
        return [size]

    def _TensorArrayWriteV3(self, op, at: tuple) -> list:
        array, index, value, flow = (self._get(tensor, at) for tensor in op.inputs)
        return [_flow(flow).and_write(array, int(_value(index, op)), value)]

    def _TensorArrayReadV3(self, op, at: tuple) -> list:
        array, index, flow = (self._get(tensor, at) for tensor in op.inputs)
        return [self._crossing(_flow(flow).read(array, int(_value(index, op))))]

    def _TensorArrayScatterV3(self, op, at: tuple) -> list:
        array, indices, value, flow = (self._get(tensor, at) for tensor in op.inputs)
        indices, flow = _value(indices, op), _flow(flow)
        for index, part in zip(indices.tolist(), self.sketch.parted(self.sketch.blind(value), len(indices), op), strict=True):
            flow = flow.and_write(array, index, part)
        return [flow]

    def _TensorArrayGatherV3(self, op, at: tuple) -> list:
        array, indices, flow = (self._get(tensor, at) for tensor in op.inputs)
        parts = [_flow(flow).read(array, index) for index in _value(indices, op).tolist()]
        shapes = {part.tensor._shape_tuple() for part in parts}
        if len(shapes) != 1 or None in shapes or None in shapes.pop():
            raise CannotUnroll(f"{op.name} puts tensors together whose shapes may differ")
        return [self.sketch.blind(self.sketch.stacked(parts, op))]


def _frame(enter) -> str:
    return enter.get_attr("frame_name")


def _flow(flow) -> Flow:
    return flow if isinstance(flow, Flow) else Flow({})


def _value(wire: Wire, op) -> np.ndarray:
    if wire.value is None:
        raise CannotUnroll(f"{op.name}: its index doesn't follow from shapes")
    return wire.value
