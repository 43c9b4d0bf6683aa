"""Putting a checkpoint's values into variables, with a report of what went where.

`tf.train.Saver.restore` stops at the first variable that doesn't fit; `restore` looks at all of them before it assigns
any, and says everything at once. It adds no node to the graph: a value is fed to the variable's own initializer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint, nearest
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.locate import open_checkpoint

if TYPE_CHECKING:
    import tensorflow as tf

_HELD = 512 << 20  # bytes read ahead, so that a broken tensor is found before anything is assigned
_BATCH = 64 << 20  # bytes fed in one run


@dataclass(frozen=True)
class Stored:
    """Where in a checkpoint a variable's value is, and what to do to it on the way.

    First `part`, a tuple of slices, takes a box out of the stored tensor; then its axes are permuted by `transpose`;
    then the values go into the box `into` of the variable, whose other values stay as they are.
    """

    name: str
    part: tuple[slice, ...] | None = None
    transpose: tuple[int, ...] | None = None
    into: tuple[slice, ...] | None = None


Source = str | Stored | None
Mappings = Mapping[str, Source] | Sequence[tuple[str, str]] | Callable[[str], Source]


@dataclass
class RestoreReport:
    """What became of every variable.

    `restored`: variable -> tensor it got its value from. `missing`: variable -> why there is no value for it, with the
    nearest names. `mismatched`: variable -> how its shape or dtype differs. `skipped`: variables the mapping left out.
    `unused`: tensors of the checkpoint no variable took.
    """

    path: str
    restored: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    mismatched: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every variable that was asked for has a value that fits."""
        return not self.missing and not self.mismatched

    def __str__(self) -> str:
        counts = f"{len(self.missing)} missing, {len(self.mismatched)} of another shape or dtype, {len(self.unused)} tensors unused"
        lines = [f"{self.path}: {len(self.restored)} variables fit, {counts}"]
        lines += [f"  missing: {text}" for text in self.missing.values()]
        lines += [f"  mismatched: {text}" for text in self.mismatched.values()]
        lines += [f"  unused: '{name}'" for name in self.unused]
        return "\n".join(lines)


class RestoreError(CheckpointError):
    """Some variables can't be restored; `report` says which and why, and nothing was assigned."""

    def __init__(self, report: RestoreReport):
        super().__init__(str(report))
        self.report = report


@dataclass
class _Target:
    """A variable to fill and the value it is to get."""

    variable: tf.Variable
    label: str
    source: Stored
    box: tuple[slice, ...] | None  # of a partitioned variable: its part of the whole


def restore(sess: tf.compat.v1.Session | None, path: str | os.PathLike[str] | Checkpoint, *, mapping: Mappings | None = None,
            variables: Iterable[tf.Variable] | Mapping[str, tf.Variable] | None = None, strict: bool = True,
            moving_averages: bool | str = False, step: int | None = None) -> RestoreReport:
    """Restores variables from the checkpoint `path` means (see open_checkpoint) and reports on each.

    `variables` defaults to the global variables of `sess.graph`; a mapping gives them the names to look up. With
    `sess=None` they are TF2 variables, and have to be given.

    `mapping` says where a variable's value is: {variable name: stored name, a Stored, or None to leave it alone}, where a
    name ending in `/` maps a whole scope; or (regular expression, replacement) pairs that make the stored name of the
    variable's; or a function doing so. Other variables are looked up under their own name, in a TF2 object checkpoint also
    under the graph name that it recorded. A part of a partitioned
    variable is known by the whole's name. `moving_averages` takes `<name>/ExponentialMovingAverage` (or the given
    suffix) instead of `<name>` where it is stored.

    All variables are looked at, and their values read, before any is assigned. `strict`: raises RestoreError, having
    assigned nothing, if any is missing or mismatched; otherwise those keep the value they had. A broken checkpoint
    raises CorruptCheckpoint in either case.
    """
    checkpoint = path if isinstance(path, Checkpoint) else open_checkpoint(path, step=step)
    report = RestoreReport(checkpoint.path)
    find = _lookup(mapping, checkpoint, moving_averages)
    targets = []
    for name, label, variable, box in _variables(sess, variables):
        source = find(name)
        if box is not None and source is not None and source.name not in checkpoint and label in checkpoint:
            source, box = Stored(label), None  # the parts were stored as variables of their own
        if source is None:
            report.skipped.append(label)
        elif source.name not in checkpoint:
            near = nearest(source.name, checkpoint.entries)
            looked = f"'{label}'" if source.name == label else f"'{label}' (looked for as '{source.name}')"
            report.missing[label] = looked + (f"; nearest: {near}" if near else "; nothing is called like it")
        elif wrong := _mismatch(checkpoint, source, variable, box):
            report.mismatched[label] = f"'{label}' {wrong}"
        else:
            report.restored[label] = source.name
            targets.append(_Target(variable, label, source, box))
    used = set(report.restored.values()) | {find(label).name for label in report.mismatched if find(label)}
    report.unused = [name for name in checkpoint if name not in used]
    _check_mapping(mapping, report)
    if strict and not report.complete:
        raise RestoreError(report)
    _assign(sess, checkpoint, targets)
    return report


def _variables(sess: Any, variables: Any) -> Iterable[tuple[str, str, Any, tuple[slice, ...] | None]]:
    """Name to look up, own name, variable and, of a part of a partitioned one, its box."""
    if variables is None:
        if sess is None:
            raise CheckpointError("without a session, say which variables to restore")
        variables = sess.graph.get_collection("variables")
    if isinstance(variables, Mapping):
        for name, variable in variables.items():
            yield name, name, variable, None
        return
    for variable in variables:
        for part in variable if hasattr(variable, "_variable_list") else [variable]:
            own = part.name.rpartition(":")[0] or part.name
            whole = part._get_save_slice_info() if hasattr(part, "_get_save_slice_info") else None
            if whole is None:
                yield own, own, part, None
            else:
                box = tuple(slice(at, at + size) for at, size in zip(whole.var_offset, whole.var_shape))
                yield whole.full_name, own, part, box


def _lookup(mapping: Mappings | None, checkpoint: Checkpoint, moving_averages: bool | str) -> Callable[[str], Stored | None]:
    suffix = "ExponentialMovingAverage" if moving_averages is True else moving_averages
    graph_names = checkpoint.graph_names()

    def find(name: str) -> Stored | None:
        source = _mapped(mapping, name)
        if source is None:
            return None
        source = Stored(source) if isinstance(source, str) else source
        if source.name not in checkpoint and source.name in graph_names:
            source = replace(source, name=graph_names[source.name])
        if suffix and f"{source.name}/{suffix}" in checkpoint:
            source = replace(source, name=f"{source.name}/{suffix}")
        return source

    return find


def _mapped(mapping: Mappings | None, name: str) -> Source:
    if mapping is None:
        return name
    if callable(mapping):
        return mapping(name)
    if isinstance(mapping, Mapping):
        if name in mapping:
            return mapping[name]
        scopes = [scope for scope in mapping if scope.endswith("/") and name.startswith(scope)]
        if not scopes:
            return name
        scope = max(scopes, key=len)
        target = mapping[scope]
        return None if target is None else target + name.removeprefix(scope)
    for pattern, replacement in mapping:
        try:
            name = re.sub(pattern, replacement, name)
        except (re.error, IndexError) as error:
            raise CheckpointError(f"the mapping ('{pattern}', '{replacement}') can't be applied ({error})") from None
    return name


def _check_mapping(mapping: Mappings | None, report: RestoreReport) -> None:
    """A mapped variable that isn't there is most likely a typing error."""
    if not isinstance(mapping, Mapping):
        return
    known = {*report.restored, *report.missing, *report.mismatched, *report.skipped}
    for name in mapping:
        if not name.endswith("/") and name not in known and not any(label.startswith(name + "/part_") for label in known):
            near = nearest(name, sorted(known))
            report.missing[name] = f"no variable is called '{name}', which the mapping names" + (f"; nearest: {near}" if near else "")


def _mismatch(checkpoint: Checkpoint, source: Stored, variable: Any, box: tuple[slice, ...] | None) -> str:
    """How the stored value would not fit the variable; empty when it does."""
    entry = checkpoint.entry(source.name)
    dtype = variable.dtype.name if hasattr(variable.dtype, "name") else str(variable.dtype)
    if entry.dtype != dtype.removesuffix("_ref"):
        return f"is {dtype.removesuffix('_ref')}, but '{source.name}' is stored as {entry.dtype}"
    wanted, given = _static_shape(variable), entry.shape
    if wanted is None:
        return ""
    try:
        # a view of one zero has any shape without taking memory
        shaped = _shape(np.broadcast_to(np.zeros((), bool), given), source, box).shape
        if source.into is not None:
            wanted = np.broadcast_to(np.zeros((), bool), wanted)[source.into].shape
    except (IndexError, ValueError) as error:
        return f"can't be taken from '{source.name}' of shape {given}: {error}"
    if shaped != wanted:
        how = "" if shaped == given else f", which makes {shaped}"
        return f"has shape {wanted}, but '{source.name}' is stored with shape {given}{how}"
    return ""


def _static_shape(variable: Any) -> tuple[int, ...] | None:
    """A variable's shape, or None where the graph doesn't know it (`validate_shape=False`)."""
    shape = variable.shape
    if not hasattr(shape, "as_list"):  # a Keras 3 variable's is a tuple
        return tuple(shape)
    return tuple(shape.as_list()) if shape.is_fully_defined() else None  # TensorFlow 1's has Dimension objects in it


def _shape(array: np.ndarray, source: Stored, box: tuple[slice, ...] | None) -> np.ndarray:
    if source.part is not None:
        array = array[source.part]
    if source.transpose is not None:
        array = array.transpose(source.transpose)
    if box is not None:
        if len(box) != array.ndim or any(cut.stop > size for cut, size in zip(box, array.shape)):
            raise ValueError(f"the part {[(cut.start, cut.stop) for cut in box]} of a partitioned variable lies outside shape {array.shape}")
        array = array[box]
    return array


def _assign(sess: Any, checkpoint: Checkpoint, targets: list[_Target]) -> None:
    held, room = {}, _HELD
    for target in targets:  # reading everything first: nothing is assigned from a broken checkpoint
        value = _value(checkpoint, target)
        if value.nbytes <= room:
            held[target.label] = value
            room -= value.nbytes
    batch: dict[Any, tuple[_Target, np.ndarray]] = {}
    size = 0
    for target in targets:
        value = held.pop(target.label, None)
        value = _value(checkpoint, target) if value is None else value
        if target.source.into is not None:
            whole = np.array(sess.run(target.variable) if sess else target.variable.numpy())
            whole[target.source.into] = value
            value = whole
        if sess is None:
            target.variable.assign(value)
            continue
        key = target.variable.initializer.inputs[1].ref()
        if key in batch or size + value.nbytes > _BATCH:
            _run(sess, batch)
            batch, size = {}, 0
        batch[key] = target, value
        size += value.nbytes
    if batch:
        _run(sess, batch)


def _value(checkpoint: Checkpoint, target: _Target) -> np.ndarray:
    return np.asarray(_shape(checkpoint.read(target.source.name), target.source, target.box))


def _run(sess: Any, batch: dict[Any, tuple[_Target, np.ndarray]]) -> None:
    sess.run([target.variable.initializer for target, _ in batch.values()],
             {target.variable.initializer.inputs[1]: value for target, value in batch.values()})
