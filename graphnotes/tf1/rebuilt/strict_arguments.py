"""Arguments that today's functions make fit, and that 1.15 refused: names, flags, the operands of & | ^ and ~."""

from __future__ import annotations

import inspect

from tensorflow.python.framework import dtypes, tensor
from tensorflow.python.ops import gen_math_ops

from graphnotes.tf1.rebuilt import rebuild

_MATH = "tensorflow.python.ops.math_ops"
_TENSOR = "tensorflow.python.framework.tensor"


@rebuild("tensorflow.python.framework.op_def_library", "_apply_op_helper")
def apply_op(op_type_name, name=None, **keywords):
    """Adds an op; its name is the caller's, even if empty: only None stands for the op's own."""
    if name is not None and not name:
        raise ValueError("'' is not a valid node name")
    return apply_op.original(op_type_name, name, **keywords)


def _keeps_dims_if_told(name: str) -> None:
    """A reduction whose `keepdims` is a bool, not something that is true."""

    @rebuild(_MATH, name)
    def reduce(*args, **kwargs):
        keepdims = kwargs.get("keepdims", args[2] if len(args) > 2 else None)
        if keepdims is not None and not isinstance(keepdims, bool):
            raise TypeError(f"Expected bool for argument 'keep_dims' not {keepdims!r}.")
        return reduce.original(*args, **kwargs)


for _name in (
    "reduce_sum_with_dims",
    "reduce_euclidean_norm",
    "reduce_mean",
    "reduce_prod",
    "reduce_min",
    "reduce_max_with_dims",
    "reduce_all",
    "reduce_any",
):
    _keeps_dims_if_told(_name)


def _of_bools(method: str, refuse) -> None:
    """An operator that takes bools alone; for others the logical op says which type it wants."""

    @rebuild(_TENSOR, f"Tensor.{method}")
    def operator(*operands):
        if operands[0].dtype.base_dtype != dtypes.bool:
            return refuse(*operands)
        return operator.original(*operands)


for _method, _op in {"and": gen_math_ops.logical_and, "or": gen_math_ops.logical_or, "xor": gen_math_ops.logical_or}.items():
    _of_bools(f"__{_method}__", _op)
    _of_bools(f"__r{_method}__", _op)
_of_bools("__invert__", gen_math_ops.logical_not)


def _of_values(method: str) -> None:
    """A variable's operator, which is that of its value: TensorFlow gave variables the tensors' operators before ours were there."""

    @rebuild("tensorflow.python.ops.variables", f"Variable.{method}")
    def operator(variable, *operands):
        return getattr(tensor.Tensor, method)(variable.value(), *operands)


for _method in ("__and__", "__rand__", "__or__", "__ror__", "__xor__", "__rxor__", "__invert__"):
    _of_values(_method)


def _any_axis(name: str, kernel) -> None:
    """The place of an extreme value along an axis of any kind that converts to int32 or int64: NumPy's numbers, not int8 tensors."""

    @rebuild(_MATH, name)
    def place(input, axis=None, output_type=dtypes.int64, name=None):
        return kernel(input, 0 if axis is None else axis, name=name, output_type=output_type)


_any_axis("argmax_v2", gen_math_ops.arg_max)
_any_axis("argmin_v2", gen_math_ops.arg_min)


@rebuild(_MATH, "real")
def real(input, name=None):
    """`tf.math.real`: anything but complex numbers comes back as it is."""
    dtype = getattr(input, "dtype", None)
    if dtype is not None and not inspect.isclass(dtype) and dtypes.as_dtype(dtype).base_dtype in (dtypes.bool, dtypes.string):
        from tensorflow.python.framework import ops

        with ops.name_scope(name, "Real", [input]):
            return ops.convert_to_tensor(input, name="input")
    return real.original(input, name=name)
