"""The graph that a loop is written out into: nodes are drawn once, and what follows from shapes is worked out at once.

The runtime optimizes graphs before it runs them, and some of that changes last bits: a division by what turns out to be a
constant becomes a product, a chain of additions one sum. It must find the same to do here as with the loop. Therefore nodes
outside of loops are drawn as they are, with the shapes that are known of them in the user's graph; and nodes of a loop are
drawn where the optimizer sees no shapes and no constants: behind a placeholder with a default.
"""

from __future__ import annotations

import numpy as np
from tensorflow.core.framework import attr_value_pb2
from tensorflow.python.framework import dtypes, ops, tensor_util

from graphnotes.tf1.fastpath.unrolling import ways
from graphnotes.tf1.fastpath.unrolling.values import CannotUnroll, Wire
from graphnotes.tf1.rebuilt import stand_ins

_MOST_NODES = 20_000
_LARGEST_VALUE = 4096  # elements
_PASSES = frozenset(["Identity", "StopGradient", "PreventGradient", "Snapshot"])
# merging these with a matrix product or convolution before them gives other bits than the loop's kernels
_MERGED_OTHERWISE = frozenset(["Elu", "LeakyRelu", "Erf", "Gelu"])
_LEFT_OUT = ("_class", "_output_shapes")


class Sketch:
    """A graph of its own, in which equal nodes are one node."""

    def __init__(self) -> None:
        self.graph = ops.Graph()
        self.sources: dict[str, object] = {}  # placeholder's name -> the tensor of the user's graph that it stands for
        self.drawn_for: dict[str, str] = {}  # node's name -> the name of the user's operation that it was drawn for
        self.shown: dict[str, object] = {}  # placeholder's name -> the shape that the runtime is told
        self._blinds: dict[tuple, Wire] = {}
        self._stands_for: dict[str, Wire] = {}
        self._nodes: dict[tuple, list[Wire]] = {}
        self._constants: dict[tuple, Wire] = {}
        self._attributes: dict[object, tuple] = {}

    def source(self, tensor, shape) -> Wire:
        """A placeholder for a tensor of the user's graph."""
        if tensor.name not in self._stands_for:
            dtype = tensor.dtype.base_dtype
            attrs = {"dtype": attr_value_pb2.AttrValue(type=dtype.as_datatype_enum), "shape": _shape(shape)}
            node = self.graph._create_op_internal("Placeholder", [], name="source", attrs=attrs, compute_device=False)
            self.sources[node.name] = tensor
            self.shown[node.name] = tensor.shape
            self._stands_for[tensor.name] = Wire(node.outputs[0])
        return self._stands_for[tensor.name]

    def blind(self, wire: Wire, shown=None) -> Wire:
        """The same tensor, of which the runtime is told no more than this shape."""
        dtype = wire.tensor.dtype
        if wire.value is not None or dtype.name in ("resource", "variant"):
            return wire
        key = wire, str(shown)
        if key not in self._blinds:
            attrs = {"dtype": attr_value_pb2.AttrValue(type=dtype.as_datatype_enum), "shape": _shape(wire.tensor.shape)}
            node = self.graph._create_op_internal(
                "PlaceholderWithDefault", [wire.tensor], name="blind", attrs=attrs, compute_device=False
            )
            self.shown[node.name] = shown
            self._blinds[key] = Wire(node.outputs[0])
        return self._blinds[key]

    def crossing(self, wire: Wire) -> Wire:
        """The tensor in another turn: the runtime can't join arithmetic of several turns."""
        return self.blind(wire) if wire.tensor.op.type in ways.JOINED else wire

    def constant(self, value: np.ndarray) -> Wire:
        """A constant whose value is used while the loop is gone through."""
        key = value.dtype.str, value.shape, value.tobytes()
        if key not in self._constants:
            attrs = {
                "value": attr_value_pb2.AttrValue(tensor=tensor_util.make_tensor_proto(value)),
                "dtype": attr_value_pb2.AttrValue(type=dtypes.as_dtype(value.dtype).as_datatype_enum),
            }
            node = self.graph._create_op_internal("Const", [], name="known", attrs=attrs, compute_device=False)
            self._constants[key] = Wire(node.outputs[0], value)
        return self._constants[key]

    def stacked(self, wires: list[Wire], like) -> Wire:
        """What a TensorArray's gather makes of its entries."""
        attrs = {
            "N": attr_value_pb2.AttrValue(i=len(wires)),
            "T": attr_value_pb2.AttrValue(type=wires[0].tensor.dtype.as_datatype_enum),
            "axis": attr_value_pb2.AttrValue(i=0),
        }
        return self._node("Pack", attrs, wires, like)[0]

    def parted(self, wire: Wire, count: int, like) -> list[Wire]:
        """The entries that a TensorArray's scatter makes of a tensor."""
        attrs = {
            "num": attr_value_pb2.AttrValue(i=count),
            "T": attr_value_pb2.AttrValue(type=wire.tensor.dtype.as_datatype_enum),
            "axis": attr_value_pb2.AttrValue(i=0),
        }
        return self._node("Unpack", attrs, [wire], like)

    def draw_inside(self, op, inputs: list[Wire]) -> list[Wire]:
        """The outputs of the user's operation of a loop on these inputs; nothing is drawn for what follows from shapes."""
        if op.type in _MERGED_OTHERWISE:
            raise CannotUnroll(f"{op.name} may give other bits outside the loop")
        if op.type in _PASSES:
            return inputs[:1]
        inputs = [wire if wire.value is None else self.constant(wire.value) for wire in inputs]
        known = self._from_shapes(op, inputs) or _unchanged(op, inputs)
        if known:
            return known
        if op.type in ways.ADDITIONS and _share_a_factor(inputs):  # which were two tensors in the loop
            inputs = [self.crossing(wire) for wire in inputs]
        key = op.type, self._attributes_of(op)[1], tuple(map(id, inputs))
        if key not in self._nodes:
            self._nodes[key] = [self._valued(op, inputs, wire) for wire in self._drawn(op, inputs)]
            if all(wire.value is not None for wire in inputs):  # a constant, or one to the runtime's optimizer
                self._nodes[key] = [self.blind(wire) for wire in self._nodes[key]]
        return self._nodes[key]

    def draw_outside(self, op, inputs: list[Wire]) -> list[Wire]:
        """The outputs of the user's operation outside of loops, drawn as it is."""
        known = self._from_shapes(op, inputs)
        outputs = self._drawn(op, inputs)
        if known is None and (op.type == "StridedSlice" or all(wire.value is not None for wire in inputs)):
            apart = [wire if wire.value is None else self.constant(wire.value) for wire in inputs]
            known = [self._valued(op, apart, wire) for wire in (self._drawn(op, apart) if inputs else outputs)]
        return [Wire(wire.tensor, value.value) for wire, value in zip(outputs, known)] if known else outputs

    def _drawn(self, op, inputs: list[Wire]) -> list[Wire]:
        attrs = self._attributes_of(op)[0]
        if not isinstance(op, stand_ins.StandIn):
            return self._node(op.type, attrs, inputs, op)
        outputs = self._node(op.lend_function(self.graph), attrs, inputs, op)
        outputs[0].tensor.set_shape(inputs[-1].tensor.shape)
        return outputs

    def _node(self, kind: str, attrs: dict, inputs: list[Wire], like) -> list[Wire]:
        if len(self.drawn_for) > _MOST_NODES:
            raise CannotUnroll("too many nodes")
        tensors = [wire.tensor for wire in inputs]
        node = self.graph._create_op_internal(kind, tensors, name=like.name, attrs=attrs, compute_device=False)
        if like.device:
            node._set_device_from_string(like.device)
        self.drawn_for[node.name] = like.name
        return [Wire(output) for output in node.outputs]

    def _attributes_of(self, op) -> tuple[dict, tuple]:
        if op not in self._attributes:
            runs = ops.Operation.node_def.fget(op)  # as the runtime has it: see stand_ins.py
            attrs = {name: value for name, value in runs.attr.items() if name not in _LEFT_OUT}
            if any(value.HasField("func") or value.list.func for value in attrs.values()):
                raise CannotUnroll(f"{op.name} calls a function")
            key = (op.device, *((name, attrs[name].SerializeToString(deterministic=True)) for name in sorted(attrs)))
            self._attributes[op] = attrs, key
        return self._attributes[op]

    def _from_shapes(self, op, inputs: list[Wire]) -> list[Wire] | None:
        """The outputs of operations that read nothing but shapes."""
        if op.type not in ("Shape", "ShapeN", "Size", "Rank"):
            return None
        shapes = [wire.tensor._shape_tuple() for wire in inputs]
        if any(shape is None or None in shape for shape in shapes):
            return None
        dtype = op.outputs[0].dtype.as_numpy_dtype
        if op.type == "Size":
            return [self.constant(np.array(np.prod(shapes[0], dtype=np.int64), dtype))]
        if op.type == "Rank":
            return [self.constant(np.array(len(shapes[0]), dtype))]
        return [self.constant(np.array(shape, dtype)) for shape in shapes]

    def _valued(self, op, inputs: list[Wire], wire: Wire) -> Wire:
        """The wire with its value if that follows from values known already."""
        dtype, shape = wire.tensor.dtype, wire.tensor._shape_tuple()
        if not (dtype.is_integer or dtype.is_bool) or dtype.is_quantized or shape is None or None in shape:
            return wire
        part_of_shape = op.type == "StridedSlice" and inputs[0].tensor.op.type == "Shape"
        if np.prod(shape) > _LARGEST_VALUE or not (part_of_shape or all(each.value is not None for each in inputs)):
            return wire
        value = tensor_util.try_evaluate_constant(wire.tensor)
        return wire if value is None else self.constant(np.asarray(value))


def _shape(shape) -> attr_value_pb2.AttrValue:
    return attr_value_pb2.AttrValue(shape=ops.tensor_shape.as_shape(shape).as_proto())


def _share_a_factor(terms: list[Wire]) -> bool:
    factors = [
        name
        for term in terms
        if term.tensor.op.type in ways.PRODUCTS
        for name in {factor.name for factor in term.tensor.op.inputs}
    ]
    return len(factors) > len(set(factors))


def _unchanged(op, inputs: list[Wire]) -> list[Wire] | None:
    """The input itself, for operations that leave this one as it is."""
    if len(inputs) != 2 or inputs[1].value is None:
        return None
    value = inputs[1].value
    if op.type == "Sum" and value.size == 0:
        return inputs[:1]
    if op.type == "Reshape" and inputs[0].tensor._shape_tuple() == tuple(value.tolist()):
        return inputs[:1]
    return None
