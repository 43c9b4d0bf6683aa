"""Where two programs part: the first operation, or the first training step."""

from __future__ import annotations

import numpy as np

from graphnotes.equivalence.differences import gaps
from graphnotes.equivalence.recording import mode_arguments
from graphnotes.equivalence.result import Divergence
from graphnotes.equivalence.side import Operation, Side

EPSILON = float(np.finfo(np.float32).eps)
# ops that only move or rename values: never where programs part
MOVES = ("Identity", "Reshape", "ReadVariableOp", "StopGradient", "ExpandDims", "Squeeze", "Enter", "Exit", "Switch", "Merge", "Cast", "Shape", "Pack")


def first_operation(old_side: Side, new_side: Side, old_trace, names: dict[str, str]) -> Divergence | None:
    """The first operation of OLD whose value NEW computes nowhere, and NEW's first that OLD computes nowhere, found by bisection.

    Both run the training-mode loss on the first batch, from the same values, with the same draws. Values of OLD are matched with
    values of NEW by size and content, within rounding, so that fused, split or renamed operations don't count as different.
    """
    batch = {"training": np.bool_(True), **old_trace.batches()[0], **mode_arguments(old_trace.settings, "training")}
    start = old_trace.under("initial")
    draws = old_trace.draws("loss") or old_trace.draws("forward/training")
    old_side.reset()
    old_side.load(start)
    new_side.reset()
    new_side.load({names[n]: v for n, v in start.items() if n in names})
    theirs = old_side.operations(batch, draws)
    mine = new_side.operations(batch, draws)
    given = [np.asarray(v) for v in [*batch.values(), *start.values(), *(draws or [])]]
    part_old = first_apart(theirs, mine, given)
    part_new = first_apart(mine, theirs, given, part_old.value.size if part_old else None)
    if part_old is None and part_new is None:
        return None
    looked = sum(op.asked for op in theirs)
    return Divergence(
        part_old.name if part_old else "nothing of OLD's",
        _shown(part_old, part_new),
        _shown(part_new, part_old),
        "The inputs of these operations agree; their results are the first that don't. "
        f"(Bisection: {looked} of OLD's {len(theirs)} operations were run to find it.)",
    )


def first_apart(ops: list[Operation], others: list[Operation], given: list[np.ndarray], size: int | None = None) -> Operation | None:
    """An op whose value is among neither the others' values nor the inputs, while those of all ops it depends on are; by bisection.

    With `size`, one among the ops of this size if there is any.
    """
    if size is not None:
        found = _bisect(ops, others, given, lambda op: op.may_have(size) and op.value.size == size)
        if found is not None:
            return found
    return _bisect(ops, others, given, lambda op: True)


def _bisect(ops, others, given, wanted):
    compared = [n for n, op in enumerate(ops) if op.type not in MOVES and (n == len(ops) - 1 or not _is_scalar(op)) and wanted(op)]
    before: dict[int, frozenset[int]] = {}  # all compared ops an op depends on
    is_compared = set(compared)
    for n, op in enumerate(ops):
        before[n] = frozenset().union(*((before[k] | {k}) if k in is_compared else before[k] for k in op.inputs))
    followed = frozenset().union(*(before[n] for n in compared))
    for end in (n for n in compared if n not in followed):  # in order: the earliest result that differs
        if _occurs(ops[end], others, given):
            continue
        apart, region = end, before[end]
        while region:
            middle = sorted(region)[len(region) // 2]
            if _occurs(ops[middle], others, given):
                region = region - before[middle] - {middle}
            else:
                apart, region = middle, region & before[middle]
        return ops[apart]
    return None


def _is_scalar(op):
    return op.may_have(1) and op.value.size <= 1


def _occurs(op, others, given):
    """Is the op's value among the others' or the inputs, within rounding?"""
    size = op.value.size
    if any(value.size == size and _near(op.value, value) for value in given):
        return True
    return any(_near(op.value, other.value) for other in others if other.may_have(size) and other.value.size == size)


def _near(a, b):
    if b.dtype.kind not in "fiub":
        return False
    x, y = np.asarray(a, np.float64).ravel(), np.asarray(b, np.float64).ravel()
    size = max(float(np.max(np.abs(x), initial=0.0)), 1e-30)
    if not np.isfinite(size):
        return bool(np.array_equal(x, y, equal_nan=True))
    return bool(np.max(np.abs(x - y), initial=0.0) <= 64 * EPSILON * size)


def _shown(op: Operation | None, other: Operation | None) -> str:
    if op is None:
        return "every value it computes occurs in the other program"
    at = ""
    flat = op.value.ravel()
    if other is not None and other.value.size == op.value.size:
        worst = int(np.nanargmax(np.abs(flat.astype(float) - other.value.ravel().astype(float))))
        at = f"; element {worst} is {flat[worst]:.9g}"
    elif flat.size:
        at = f"; first element {flat[0]:.9g}"
    attrs = ", ".join(f"{k}={v}" for k, v in op.attrs.items())
    place = f" at {op.where}" if op.where and op.where != op.name else ""
    return f"{op.type} {op.name if op.name != op.type else ''}{place}{f' ({attrs})' if attrs else ''}, shape {list(op.value.shape)}{at}".replace("  ", " ")


def first_step(old, new) -> Divergence | None:
    """The first training step after which some variable (or the loss) is further apart than rounding explains."""
    from graphnotes.equivalence import noise

    first = None
    keys = ["training/loss", *(k for k in old.arrays if k.startswith("fingerprint/"))]
    for key in keys:
        a, b = old.arrays.get(key), new.arrays.get(key)
        if a is None or b is None or a.shape != b.shape:
            continue
        _, allow = noise.allowed(old, key, a)
        beyond = np.argwhere(gaps(a, b) > allow)
        if len(beyond) and (first is None or beyond[0][0] < first[0]):
            step = int(beyond[0][0])
            first = (step, key, a[tuple(beyond[0])], b[tuple(beyond[0])])
    if first is None:
        return None
    step, key, a, b = first
    what = "loss" if key == "training/loss" else f"variable {key.partition('/')[2]} (a sum over its elements)"
    return Divergence(f"training step {step + 1}", f"{what}: {a:.9g}", f"{what}: {b:.9g}", f"{'Every step before agrees' if step else 'What they start from agrees'} to within rounding.")
