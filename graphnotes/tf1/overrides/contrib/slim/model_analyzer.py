"""tf.contrib.slim.model_analyzer: the sizes of a model's ops and variables."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def tensor_description(var) -> str:
    """Such as "(float32_ref 3x4)"."""
    shape = tf.TensorShape(var.get_shape())
    return f"({var.dtype.name} {'x'.join(str(size) for size in shape.dims)})"


def analyze_ops(graph, print_info=False) -> int:
    """The number of elements of all ops' outputs; with `print_info` each op's are printed."""
    if print_info:
        print("---------\nOperations: name -> (type shapes) [size]\n---------")
    total = 0
    for op in graph.get_operations():
        size = sum(output.get_shape().num_elements() or 0 for output in op.outputs)
        total += size
        if print_info:
            shapes = [tensor_description(output) for output in op.outputs if output.get_shape()]
            print(op.name, "\t->", ", ".join(shapes), f"[{size}]")
    return total


def analyze_vars(variables, print_info=False) -> tuple[int, int]:
    """The number of elements and bytes of variables; with `print_info` each one's are printed."""
    if print_info:
        print("---------\nVariables: name (type shape) [size]\n---------")
    total = total_bytes = 0
    for var in variables:
        size = var.get_shape().num_elements() or 0
        total += size
        total_bytes += size * var.dtype.size
        if print_info:
            print(var.name, tensor_description(var), f"[{size}, bytes: {size * var.dtype.size}]")
    if print_info:
        print(f"Total size of variables: {total}\nTotal bytes of variables: {total_bytes}")
    return total, total_bytes


__all__ = ["analyze_ops", "analyze_vars", "tensor_description"]
