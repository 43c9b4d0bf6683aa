"""What kinds of operations there are, seen from a loop that is to be written out."""

from __future__ import annotations

from tensorflow.python.framework import op_def_registry

# stateful by their definition, but running them or not changes nothing by itself
_HARMLESS = frozenset(
    ["VariableV2", "Variable", "VarHandleOp", "ReadVariableOp", "Placeholder", "StackV2", "StackPushV2", "StackPopV2",
     "VarIsInitializedOp", "IsVariableInitialized", "VariableShape",
     "TensorArrayV3", "TensorArrayGradV3", "TensorArrayWriteV3", "TensorArrayReadV3", "TensorArrayGatherV3",
     "TensorArrayScatterV3", "TensorArraySizeV3", "TensorArraySplitV3", "TensorArrayConcatV3"]
)  # fmt: skip
_RANDOM = frozenset(
    ["RandomUniform", "RandomStandardNormal", "RandomUniformInt", "TruncatedNormal", "ParameterizedTruncatedNormal", "RandomGamma",
     "RandomPoissonV2", "Multinomial", "RandomShuffle"]
)  # fmt: skip
_CONTROL = frozenset(["Merge", "RefMerge", "Switch", "RefSwitch", "RefEnter", "RefExit", "RefNextIteration", "RefIdentity", "RefSelect"])


def stateful(op) -> bool:
    definition = op_def_registry.get(op.type)
    return definition is None or definition.is_stateful


def random(op) -> bool:
    """Whether the operation's only state is where its random numbers have got to."""
    return op.type in _RANDOM


def has_effect(op) -> bool:
    """Whether running the operation once more, or not, can be told afterwards."""
    return (stateful(op) or _takes_reference(op)) and op.type not in _HARMLESS


def _takes_reference(op) -> bool:
    """Whether the operation is given a variable itself rather than its value: Assign, ApplyAdam, ScatterAdd."""
    definition = op_def_registry.get(op.type)
    return definition is None or (op.type not in _CONTROL and any(arg.is_ref for arg in definition.input_arg))


def assigns(op) -> bool:
    """Whether the operation changes a variable."""
    if not has_effect(op):
        return False
    return _takes_reference(op) or any(tensor.op.type == "VarHandleOp" for tensor in op.inputs)


def writes(op) -> bool:
    """Whether the operation may change what others read."""
    return has_effect(op) and not random(op)


def variables_of(op) -> list:
    """The operations of the variables that an operation is given or gives the value of."""
    return [tensor.op for tensor in op.inputs if tensor.op.type in ("VariableV2", "Variable", "VarHandleOp")]


def drawable(op) -> bool:
    """Whether a copy of the operation computes the same."""
    if op.type in _CONTROL or stateful(op):
        return False
    return not any(tensor.dtype._is_ref_dtype for tensor in (*op.inputs, *op.outputs))


def reads_variable(op) -> bool:
    """Whether the operation gives a variable's value, whose shape is the variable's."""
    if op.type == "ReadVariableOp":
        return True
    variable = op.inputs[0].op if op.type == "Identity" else None
    if variable is None or variable.type not in ("VariableV2", "Variable"):
        return False
    writers = (reader for reader in variable.outputs[0].consumers() if reader.type == "Assign")
    return all(writer.get_attr("validate_shape") for writer in writers)


_ARITHMETIC = frozenset(["Add", "AddV2", "Sub", "Mul"])
ADDITIONS = frozenset(["Add", "AddV2", "AddN"])
PRODUCTS = frozenset(["Mul", "Div", "RealDiv", "DivNoNan"])
JOINED = ADDITIONS | PRODUCTS | {"Sub", "Neg", "Square", "Cast", "Transpose", "Reshape"}
_REWRITTEN = frozenset(["Div", "RealDiv", "DivNoNan", "Pow", "Exp", "Log", "Log1p", "Expm1", "Sqrt", "Rsqrt"])


def left_alone(op) -> bool:
    """Whether the runtime's optimizer, finding this operation in a loop, has nothing there to rewrite its arithmetic with."""
    if op.type in ADDITIONS and not _is_alone(op):
        return False
    if not any(_is_constant(tensor) for tensor in op.inputs):
        return True
    if op.type in _REWRITTEN:
        return False
    if op.type not in _ARITHMETIC:
        return True
    around = [_behind_identities(tensor) for tensor in op.inputs if not _is_constant(tensor)]
    waiting = list(op.outputs[0].consumers())
    while waiting:
        reader = waiting.pop()
        around.append(reader)
        if reader.type == "Identity":
            waiting += reader.outputs[0].consumers()
    return not any(
        each.type in _REWRITTEN or (each.type in _ARITHMETIC and any(_is_constant(tensor) for tensor in each.inputs))
        for each in around
    )


def _is_alone(addition) -> bool:
    """Whether an addition neither adds to another's sum nor adds products that have a factor in common."""
    terms = [_behind_identities(tensor) for tensor in addition.inputs if not _is_constant(tensor)]
    if any(term.type in ADDITIONS for term in terms):
        return False
    factors = [name for term in terms if term.type in PRODUCTS for name in {factor.name for factor in term.inputs}]
    return len(factors) == len(set(factors))


def _behind_identities(tensor):
    op = tensor.op
    while op.type in ("Identity", "Enter", "Reshape", "StopGradient"):
        op = op.inputs[0].op
    return op


def _is_constant(tensor) -> bool:
    """Whether a tensor of numbers is a constant, or would be one if shapes were known."""
    if not tensor.dtype.is_floating and not tensor.dtype.is_complex:
        return False
    op = _behind_identities(tensor)
    return op.type in ("Const", "Fill") or (op.type == "Cast" and op.inputs[0].dtype.is_integer)


def upstream(starts: list, cut=lambda tensor: False) -> set:
    """These operations and all that run before them; `cut(tensor)` says where not to go on."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        op = waiting.pop()
        above = [tensor.op for tensor in op.inputs if not cut(tensor)]
        for one in (*above, *op.control_inputs):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return seen
