"""einsum as matrix products, and Bessel functions by way of their scaled forms."""

from __future__ import annotations

import functools
import operator
import re
import string

from tensorflow.python.framework import ops
from tensorflow.python.ops import (
    array_ops,
    gen_special_math_ops,
    math_ops,
    special_math_ops,
)
from tensorflow.python.platform import tf_logging

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.special_math_ops"


@rebuild(_MODULE, "bessel_i0e")
def bessel_i0e(x, name=None):
    """`tf.math.bessel_i0e`: the op by itself."""
    return gen_special_math_ops.bessel_i0e(x, name=name)


@rebuild(_MODULE, "bessel_i1e")
def bessel_i1e(x, name=None):
    """`tf.math.bessel_i1e`: the op by itself."""
    return gen_special_math_ops.bessel_i1e(x, name=name)


@rebuild(_MODULE, "bessel_i0")
def bessel_i0(x, name=None):
    """`tf.math.bessel_i0`: exp(|x|) times the exponentially scaled one."""
    with ops.name_scope(name, "bessel_i0", [x]):
        return math_ops.exp(math_ops.abs(x)) * special_math_ops.bessel_i0e(x)


@rebuild(_MODULE, "bessel_i1")
def bessel_i1(x, name=None):
    """`tf.math.bessel_i1`: exp(|x|) times the exponentially scaled one."""
    with ops.name_scope(name, "bessel_i1", [x]):
        return math_ops.exp(math_ops.abs(x)) * special_math_ops.bessel_i1e(x)


@rebuild(_MODULE, "einsum")
def einsum(equation, *inputs, **kwargs):
    """`tf.einsum`: two operands at a time, each pair a (batch) matrix product or a broadcast product.

    Raises:
        TypeError: a keyword argument other than `name`.
        ValueError: the equation doesn't parse, doesn't fit the operands, or repeats an index within one operand.
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise TypeError("invalid keyword arguments for this function: " + ", ".join(sorted(kwargs)))
    with ops.name_scope(name, "einsum", [equation, inputs]):
        inputs = list(inputs)
        labels, output = _parse(equation, [x.get_shape() for x in inputs])
        if len(labels) == 1 and "->" not in equation and len(labels[0]) == 2 and labels[0][0] == labels[0][1]:
            return math_ops.trace(inputs[0])
        for operand in labels:
            if len(set(operand)) != len(operand):
                raise ValueError(f"Subscript not supported: an axis appears more than once: {operand}")
        for label in set("".join(labels)) - set(output):
            if sum(label in operand for operand in labels) > 2:
                tf_logging.warn(
                    'Falling back to exponential-space implementation of einsum() because index "%s" is summed over '
                    "more than two inputs.",
                    label,
                )
                return _all_at_once(inputs, labels, output)
        result, have = inputs[0], labels[0]
        for x, operand in zip(inputs[1:], labels[1:], strict=True):
            summed = set(have) & set(operand) - set(output)
            result, have = _product(result, have, x, operand, summed)
        left_over = [axis for axis, label in enumerate(have) if label not in output]
        if left_over:
            result = math_ops.reduce_sum(result, axis=left_over)
            have = "".join(label for label in have if label in output)
        if sorted(have) != sorted(output):
            raise ValueError(f"Invalid equation: {equation}")
        return _transposed(result, [have.index(label) for label in output])


def _parse(equation: str, shapes) -> tuple[list[str], str]:
    """The labels of each operand's axes and of the result's; `...` gets labels of its own."""
    equation = equation.replace(" ", "")
    match = re.match(r"^([a-zA-Z,.]+)(->[a-zA-Z.]*)?$", equation)
    if not match:
        raise ValueError(f"Indices have incorrect format: {equation}")
    labels = match.group(1).split(",")
    output = match.group(2)[2:] if match.group(2) else None
    if len(shapes) != len(labels):
        raise ValueError(f'Got {len(shapes)} arguments for equation "{equation}", expecting {len(labels)}')
    hidden = ""
    if "..." in equation:
        unused = "".join(letter for letter in string.ascii_letters if letter not in "".join(labels))
        for i, (operand, shape) in enumerate(zip(labels, shapes, strict=True)):
            if "..." not in operand:
                continue
            named = operand.replace("...", "", 1)
            if "..." in named:
                raise ValueError("Unable to resolve ellipsis. Excess number found.")
            if shape.ndims is None:
                raise ValueError("Unable to statically infer ellipsis axes.")
            count = shape.ndims - len(named)
            if count < 0:
                raise ValueError("Ellipses lengths do not match.")
            if count > len(unused):
                raise ValueError("Unable to resolve ellipsis, too many distinct labels.")
            new = unused[len(unused) - count :]
            labels[i] = operand.replace("...", new)
            hidden = max(hidden, new, key=len)
        if output is not None:
            output = output.replace("...", hidden)
        if any("." in operand for operand in [*labels, output or ""]):
            raise ValueError('period "." found outside of ellipsis')
    if output is None:
        everywhere = "".join(labels)
        output = hidden + "".join(sorted(a for a in set(everywhere) - set(hidden) if everywhere.count(a) == 1))
    return labels, output


def _product(a, labels_a: str, b, labels_b: str, summed: set[str]):
    """The product of two operands summed over `summed`, and its labels.

    Axes that both have and keep come first, so that the rest is one matrix product: a's own axes times the summed ones,
    the summed ones times b's own.
    """
    for x, labels in ((a, labels_a), (b, labels_b)):
        if len(labels) != len(x.get_shape()):
            raise ValueError(
                f"Tensor of rank {len(x.get_shape())} does not match einsum reduction of length {len(labels)}"
            )
    kept = sorted((set(labels_a) & set(labels_b)) - summed)
    own_a = sorted(set(labels_a) - set(kept) - summed)
    own_b = sorted(set(labels_b) - set(kept) - summed)
    order_a = kept + own_a + sorted(summed)
    order_b = kept + (sorted(summed) + own_b if summed else own_b)
    a = _transposed(a, [labels_a.find(label) for label in order_a])
    b = _transposed(b, [labels_b.find(label) for label in order_b])
    product_labels = "".join(kept + own_a + own_b)
    if not summed:
        for _ in own_b:
            a = array_ops.expand_dims(a, -1)
        for _ in own_a:
            b = array_ops.expand_dims(b, len(kept))
        return math_ops.multiply(a, b), product_labels
    first, sums = len(kept), len(summed)
    shape_a = special_math_ops._get_shape(a)
    rows = _size(shape_a[first:-sums])
    inner = _size(shape_a[-sums:])
    a = special_math_ops._reshape_if_necessary(a, shape_a[:first] + [rows, inner])
    shape_b = special_math_ops._get_shape(b)
    columns = _size(shape_b[first + sums :])
    b = special_math_ops._reshape_if_necessary(b, shape_b[:first] + [inner, columns])
    product = math_ops.matmul(a, b)
    shape = shape_a[: first + len(own_a)] + shape_b[len(shape_b) - len(own_b) :]
    return special_math_ops._reshape_if_necessary(product, shape), product_labels


def _size(sizes):
    """The product of sizes, some of which may be tensors."""
    return functools.reduce(operator.mul, sizes, 1)


def _transposed(x, order: list[int]):
    return x if order == list(range(len(order))) else array_ops.transpose(x, perm=order)


def _all_at_once(inputs, labels: list[str], output: str):
    """Broadcasts every operand to all axes, multiplies, and sums at the end."""
    everywhere = sorted(set("".join(labels)) | set(output))
    if not set(output) <= set("".join(labels)):
        raise ValueError(f"Unknown output axes: {set(output) - set(''.join(labels))}")
    order = [label for label in everywhere if label not in output] + list(output)
    shapes = []
    for i, (x, operand) in enumerate(zip(inputs, labels, strict=True)):
        if x.get_shape().ndims != len(operand):
            raise ValueError(
                f"Input {i} with axes {operand} has incorrect number of dimensions "
                f"(expected {len(operand)}, got {x.get_shape().ndims})"
            )
        wanted = sorted(operand, key=order.index)
        if list(operand) != wanted:
            inputs[i] = x = array_ops.transpose(x, [operand.find(label) for label in wanted])
        sizes = dict(zip(wanted, x.get_shape().as_list(), strict=True))
        shapes.append([(sizes[label] or -1) if label in sizes else 1 for label in order])
    for label, sizes in zip(order, zip(*shapes, strict=True), strict=True):
        if len({size for size in sizes if size > 1}) > 1:
            raise ValueError(f"Dimension mismatch on axis: {label}")
    expanded = [array_ops.reshape(x, shape) for x, shape in zip(inputs, shapes, strict=True)]
    return math_ops.reduce_sum(_size(expanded), [i for i, label in enumerate(order) if label not in output])


