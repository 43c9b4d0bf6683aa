"""Turn TF1 reference variables into resource handles, in a GraphDef.

A reference variable (`VariableV2`) hands out a pointer to its buffer, which only a Session understands. TensorFlow 2 functions
hold variables as resources. Every op that takes a reference has a resource twin (`ApplyAdam` / `ResourceApplyAdam`,
`ScatterAdd` / `ResourceScatterAdd`, `Assign` / `AssignVariableOp`): here each node is replaced by its twin under the same name,
so fetches and control dependencies keep pointing at the right place.
"""

from __future__ import annotations

import tensorflow as tf
from tensorflow.python.framework import op_def_registry

from graphnotes.migrate.names import node_of, split_tensor

VARIABLES = ("VariableV2", "Variable")
HANDLES = ("VarHandleOp",)
# a reference that is handed on: the same op moves a resource handle
PASS_ON = {
    "RefSwitch": "Switch",
    "RefMerge": "Merge",
    "RefEnter": "Enter",
    "RefExit": "Exit",
    "RefIdentity": "Identity",
    "RefNextIteration": "NextIteration",
}
TWINS = {
    "Assign": "AssignVariableOp",
    "AssignAdd": "AssignAddVariableOp",
    "AssignSub": "AssignSubVariableOp",
    "CountUpTo": "ResourceCountUpTo",
    "StridedSliceAssign": "ResourceStridedSliceAssign",
    "IsVariableInitialized": "VarIsInitializedOp",
}


def twin_of(op_type: str) -> str | None:
    """The resource op that does what reference op `op_type` does, or None when TensorFlow has none."""
    name = TWINS.get(op_type, f"Resource{op_type}")
    return name if op_def_registry.get(name) is not None else None


def use_handles(graph_def: tf.compat.v1.GraphDef, fetched: set[str]) -> tuple[tf.compat.v1.GraphDef, list[str]]:
    """`graph_def` with every reference variable a resource handle; `fetched` are tensor names the caller will read.

    A variable's node becomes a `Placeholder` of dtype resource with the variable's name, to be bound to a real handle.
    Returns the new GraphDef and the parts that have no resource twin, each with its reason.
    """
    return _Rewrite(graph_def, fetched).run()


class _Rewrite:
    def __init__(self, graph_def, fetched):
        self.nodes = {node.name: node for node in graph_def.node}
        self.out = tf.compat.v1.GraphDef()
        self.out.versions.CopyFrom(graph_def.versions)
        self.out.library.CopyFrom(graph_def.library)
        self.problems: list[str] = []
        self.reads: dict[str, str] = {}  # node that reads a whole variable -> the variable
        self.writes: dict[str, list[str]] = {}  # variable -> nodes that update it
        self.read_as_value = set(fetched)  # tensors whose value, not whose handle, somebody wants
        for node in graph_def.node:
            takes_ref = _ref_inputs(node)
            for position, source in enumerate(i for i in node.input if not i.startswith("^")):
                if position not in takes_ref:
                    self.read_as_value.add(_full(source))

    def run(self):
        for node in self.nodes.values():
            self._rewrite(node)
        self._read_again()
        return self.out, self.problems

    def _read_again(self):
        """What a session had read of a reference variable was the variable's own memory: ops that ran after an update saw the update.

        A resource is read by value, so such ops get a read of their own, after the update.
        """
        followers: dict[str, list] = {}
        for node in self.out.node:
            for source in node.input:
                followers.setdefault(node_of(source), []).append(node)
        again: dict[tuple[str, int], list[str]] = {}
        for variable, writers in self.writes.items():
            reads = {name for name, held in self.reads.items() if held == variable}
            for writer in writers if reads else ():
                after = _after(writer, followers)
                for node in after.values():
                    for position, source in enumerate(node.input):
                        if source in reads and source not in after:
                            again.setdefault((node.name, position), []).append(writer)
        nodes = {node.name: node for node in self.out.node}
        for (name, position), writers in again.items():
            first = nodes[nodes[name].input[position]]
            read = self.out.node.add(name=f"{name}/read_again_{position}", op="ReadVariableOp")
            read.input.extend([first.input[0], *sorted({f"^{w}" for w in writers})])
            read.attr["dtype"].CopyFrom(first.attr["dtype"])
            nodes[name].input[position] = read.name

    def _rewrite(self, node):
        if node.op in VARIABLES or node.op in HANDLES:
            new = self.out.node.add(name=node.name, op="Placeholder")
            new.attr["dtype"].type = tf.resource.as_datatype_enum
            new.attr["shape"].shape.SetInParent()
        elif node.op in PASS_ON:
            self._copy(node, op=PASS_ON[node.op], handles=True)
        elif _ref_inputs(node):
            self._twin(node)
        elif node.op == "Identity" and self._is_plain_ref(node.input[0]):
            self._read(node.name, node.input[0], [i for i in node.input if i.startswith("^")], node.attr["T"].type)
            if self.nodes[node_of(node.input[0])].op in VARIABLES:
                self.reads[node.name] = node_of(node.input[0])
        else:
            self._copy(node)

    def _is_ref(self, source: str) -> bool:
        """Does this input deliver a reference in the original graph?"""
        if source.startswith("^"):
            return False
        name, index = split_tensor(source)
        node = self.nodes.get(name)
        if node is None:  # a fed tensor: its node isn't part of the graph
            return False
        if node.op in PASS_ON:
            return index == 0 or node.op == "RefSwitch"
        op_def = op_def_registry.get(node.op)
        return op_def is not None and index < len(op_def.output_arg) and op_def.output_arg[index].is_ref

    def _is_plain_ref(self, source: str) -> bool:
        """A reference that, after rewriting, is a handle (and not already the value a rewritten assignment returns)."""
        return self._is_ref(source) and self.nodes[node_of(source)].op in (*VARIABLES, *PASS_ON)

    def _handle(self, source: str) -> tuple[str, list[str]]:
        """The handle behind reference `source`, and the control inputs that keep the order of the updates on the way."""
        name, _ = split_tensor(source)
        node = self.nodes[name]
        if node.op in VARIABLES or node.op in HANDLES or node.op in PASS_ON:
            return source, []
        handle, earlier = self._handle(node.input[0])
        return handle, [*earlier, f"^{name}"]

    def _copy(self, node, op=None, handles=False):
        """The same node; references it reads become values, or (for ops that hand references on) handles."""
        inputs, control = [], [i for i in node.input if i.startswith("^")]
        dtype_attr = node.attr["T"].type if "T" in node.attr else 0
        for position, source in enumerate(i for i in node.input if not i.startswith("^")):
            if handles and self._is_ref(source):
                handle, earlier = self._handle(source)
                inputs.append(handle)
                control += earlier
            elif self._is_plain_ref(source):
                inputs.append(self._read(f"{node.name}/read_{position}", source, control, None))
            else:
                inputs.append(source)
        new = self.out.node.add(name=node.name, op=op or node.op)
        new.input.extend(inputs + sorted(set(control)))
        for key, value in node.attr.items():
            if key != "_class":
                new.attr[key].CopyFrom(value)
        if handles and dtype_attr:
            new.attr["T"].type = tf.resource.as_datatype_enum
        return new

    def _read(self, name, source, control, dtype):
        handle, earlier = self._handle(source)
        read = self.out.node.add(name=name, op="ReadVariableOp")
        read.input.extend([handle, *sorted({*control, *earlier})])
        read.attr["dtype"].type = dtype or self._dtype(source)
        return name

    def _dtype(self, source):
        node = self.nodes[node_of(source)]
        while node.op in PASS_ON:
            node = self.nodes[node_of(node.input[0])]
        return node.attr["dtype"].type if "dtype" in node.attr else node.attr["T"].type

    def _twin(self, node):
        op = twin_of(node.op)
        if op is None:
            self.problems.append(f"{node.name} ({node.op}): it writes through a reference, and TensorFlow has no resource op for it")
            return
        op_def = op_def_registry.get(op)
        takes_ref = _ref_inputs(node)
        control = [i for i in node.input if i.startswith("^")]
        inputs = []
        for position, source in enumerate(i for i in node.input if not i.startswith("^")):
            if position in takes_ref and self._is_ref(source):
                handle, earlier = self._handle(source)
                control += earlier
                inputs.append(handle)
            elif position not in takes_ref and self._is_plain_ref(source):
                inputs.append(self._read(f"{node.name}/read_{position}", source, control, None))
            else:
                inputs.append(source)
        returns_nothing = not op_def.output_arg
        value_wanted = f"{node.name}:0" in self.read_as_value
        name = f"{node.name}/update" if returns_nothing and value_wanted else node.name
        new = self.out.node.add(name=name, op=op)
        new.input.extend(inputs + sorted(set(control)))
        dtype = node.attr["T"].type if "T" in node.attr else node.attr["dtype"].type
        for attr in op_def.attr:
            if attr.name in node.attr:
                new.attr[attr.name].CopyFrom(node.attr[attr.name])
            elif attr.name == "dtype":
                new.attr["dtype"].type = dtype
        self.writes.setdefault(node_of(inputs[0]), []).append(name)
        if name != node.name:
            read = self.out.node.add(name=node.name, op="ReadVariableOp")
            read.input.extend([inputs[0], f"^{name}"])
            read.attr["dtype"].type = dtype


def _after(writer, followers):
    """The nodes that run after `writer` whenever it runs, by name: not past a Merge (another branch may have run) or into the next iteration."""
    found, stack = {}, [writer]
    while stack:
        for node in followers.get(stack.pop(), ()):
            if node.name not in found and node.op not in ("Merge", "NextIteration"):
                found[node.name] = node
                stack.append(node.name)
    return found


def _ref_inputs(node) -> set[int]:
    """Positions at which this node takes references (only for ops whose reference arguments come one by one)."""
    op_def = op_def_registry.get(node.op)
    if op_def is None or not any(arg.is_ref for arg in op_def.input_arg):
        return set()
    if any(arg.number_attr or arg.type_list_attr for arg in op_def.input_arg):
        return {0} if op_def.input_arg[0].is_ref else set()
    return {position for position, arg in enumerate(op_def.input_arg) if arg.is_ref}


def _full(source: str) -> str:
    return source if ":" in source else f"{source}:0"
