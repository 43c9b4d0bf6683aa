"""tf.raw_ops that today's TensorFlow no longer lists."""

from __future__ import annotations

from graphnotes.tf1._unsupported import unsupported

__all__ = ["CompareAndBitpack"]

_TPU = "today's TensorFlow has no such op; it only ever ran on a TPU. Train the embedding with tf.nn.embedding_lookup"
for _optimizer in ("ADAM", "Adadelta", "Adagrad", "FTRL", "Momentum", "ProximalAdagrad", "RMSProp"):
    for _direction in ("Load", "Retrieve"):
        _name = f"{_direction}TPUEmbedding{_optimizer}ParametersGradAccumDebug"
        globals()[_name] = unsupported(f"raw_ops.{_name}", _TPU)
        __all__.append(_name)


def CompareAndBitpack(*, input, threshold, name=None):
    """Compare `input` (any shape, last dimension divisible by 8) with the scalar `threshold` and pack 8 results a byte.

    Returns a uint8 tensor with an eighth of the last dimension, the first result in the highest bit. Source: the
    CompareAndBitpack op of TensorFlow 1.15; built from arithmetic, as today's TensorFlow has no kernel for it.
    """
    from tensorflow.python.framework import dtypes, ops
    from tensorflow.python.ops import array_ops, math_ops

    with ops.name_scope(name, "CompareAndBitpack", [input, threshold]) as scope:
        input = ops.convert_to_tensor(input, name="input")
        over = math_ops.cast(input > math_ops.cast(threshold, input.dtype), dtypes.int32)
        shape = array_ops.shape(over)
        bits = array_ops.reshape(over, array_ops.concat([shape[:-1], [shape[-1] // 8, 8]], 0))
        packed = math_ops.reduce_sum(bits * [128, 64, 32, 16, 8, 4, 2, 1], axis=-1)
        return math_ops.cast(packed, dtypes.uint8, name=scope)
