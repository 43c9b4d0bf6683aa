"""tensorflow.python.framework.ops: registries that 1.15 kept for old generated code, and a function from before it."""

from tensorflow.python.framework.indexed_slices import IndexedSlices
from tensorflow.python.framework.ops import RegisterGradient as _RegisterGradient
from tensorflow.python.framework.sparse_tensor import SparseTensor
from tensorflow.python.framework.tensor import Tensor
from tensorflow.python.ops.variables import Variable

__all__ = ["RegisterGradient", "RegisterShape", "_TensorLike", "is_dense_tensor_like", "set_shapes_for_outputs"]


class _OfTensors(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, (Tensor, SparseTensor, IndexedSlices))


class _TensorLike(metaclass=_OfTensors):
    """What tensors, sparse tensors and indexed slices are instances of; today's classes have no such base."""


def is_dense_tensor_like(t: object) -> bool:
    """Whether `t` is a tensor or a variable."""
    return isinstance(t, (Tensor, Variable))


class RegisterShape:
    """Shape functions were registered in Python once; in 1.15 they already came from the runtime, and this did nothing."""

    def __init__(self, op_type: str) -> None:
        self.op_type = op_type

    def __call__(self, function):
        return function


class RegisterGradient(_RegisterGradient):
    """Register a gradient function for an op type; a second registration is a KeyError.

    The gradients of the fused recurrent cells and of image transforms belonged to contrib in 1.15 and belong to TensorFlow itself today: contrib's
    own registration of them is passed over.
    """

    _moved_into_tensorflow = frozenset(("BlockLSTM", "GRUBlockCell", "ImageProjectiveTransformV2", "LSTMBlockCell"))

    def __init__(self, op_type: str) -> None:
        super().__init__(op_type)
        self._passed_over = op_type in self._moved_into_tensorflow

    def __call__(self, function):
        return function if self._passed_over else super().__call__(function)


def set_shapes_for_outputs(op) -> None:
    """Give the outputs of an op their shapes, as graph editors asked for before TensorFlow 1.8; an op that is made has them already."""
