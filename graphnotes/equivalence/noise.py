"""The noise floor: how far the same program moves when only rounding changes, measured on the spot."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from graphnotes.equivalence.child import Child
from graphnotes.equivalence.differences import gaps
from graphnotes.equivalence.legacy_side import LegacySide
from graphnotes.equivalence.recording import record
from graphnotes.equivalence.side import Side
from graphnotes.equivalence.trace import Trace

# the floor is the worst of a handful of controls; a fair draw may exceed that a little
SAFETY = 8.0
EPSILON = float(np.finfo(np.float32).eps)


def measure(side: Side, trace: Trace, plan: dict, thorough: bool = False, progress: Callable[[str], None] = lambda what: None) -> None:
    """Record `side` again under controls and note in `trace.floor` how far each answer moved.

    Controls: every weight and input moved by up to one rounding error, twice (and the optimizer's
    settings, where it is a TF1 graph); for a TF1 graph also one thread, float64, and with
    `thorough` another process without oneDNN (or with it, where it is off). A control that cannot run is noted in `trace.conditions`.
    """
    plan = plan | {"rungs": [r for r in plan["rungs"] if r != "checkpoint"]}  # a file holds what was saved: no rounding there
    other = _other_process(side, trace, plan) if thorough and isinstance(side, LegacySide) else None
    try:
        _in_this_process(side, trace, plan, progress)
        if other is not None:
            progress("noise floor: oneDNN in another process")
            _widen(trace, _control(other), "oneDNN switched")
    finally:
        if other is not None:
            other.stop()


def _in_this_process(side, trace, plan, progress):
    for seed, nudge in ((1, 1), (2, -1)):
        progress(f"noise floor: inputs moved by a rounding error ({seed} of 2)")
        control = side.control() if isinstance(side, LegacySide) else side
        _widen(trace, record(control, **plan, replay=trace, perturb=np.random.default_rng(seed), nudge=nudge), "moved by a rounding error")
    if not isinstance(side, LegacySide):
        return
    one_thread = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1, use_per_session_threads=True)
    for label, options in (("one thread", {"config": one_thread}), ("float64", {"double": True})):
        progress(f"noise floor: {label}")
        try:
            _widen(trace, record(side.control(**options), **plan, replay=trace), label)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError, tf.errors.NotFoundError, ValueError, TypeError) as error:
            trace.conditions.append(f"{label}: not possible ({str(error).splitlines()[0][:120]})")


def measure_new(side: Side, trace: Trace, plan: dict, old: Trace) -> None:
    """The floor of NEW alone, where OLD's trace came without one: inputs moved by a rounding error, twice."""
    for seed in (1, 2):
        control = record(side, **plan, replay=old, perturb=np.random.default_rng(seed))
        _widen(trace, control, "NEW moved by a rounding error (OLD's trace has no floor)")


def _widen(trace, control, label):
    if label not in trace.conditions:
        trace.conditions.append(label)
    for key, value in trace.arrays.items():
        other = control.arrays.get(key)
        if key.startswith(("batch/", "draws/", "own_initial/")) or other is None or np.asarray(value).dtype.kind != "f" or other.shape != value.shape:
            continue
        gap = gaps(value, other)
        if label == "float64":  # what overflows in float32 need not there: that is no rounding
            gap = np.where(np.isfinite(gap), gap, 0.0)
        if key.startswith(("training/loss", "fingerprint/")):
            found = np.maximum.accumulate(gap, axis=0)  # noise only grows along a training run
        else:
            found = np.float64(gap.max() if gap.size else 0.0)
        trace.floor[key] = np.maximum(trace.floor.get(key, 0.0), found)


def allowed(trace: Trace, key: str, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The measured floor of one answer, and the difference it excuses: the safety factor times it, at least two rounding errors."""
    floor = np.asarray(trace.floor.get(key, 0.0), np.float64)
    value = np.asarray(value)
    if value.dtype.kind != "f":
        return floor, np.float64(0.0)
    rounding = 2 * EPSILON * float(np.abs(value[np.isfinite(value)]).max(initial=0.0))
    return floor, np.maximum(SAFETY * floor, rounding)


def _other_process(side, trace, plan) -> Child:
    """The same graph and values, in a process with oneDNN's kernels off (or on, if they are off here), side by side with this one."""
    from graphnotes.equivalence.bundle import save_bundle

    def hand_over(folder):
        save_bundle(side, f"{folder}/bundle")
        inputs = {k: v for k, v in trace.arrays.items() if k.startswith(("batch/", "draws/", "sites/"))}
        dataclasses.replace(trace, arrays=inputs, floor={}).save(f"{folder}/base.npz")
        with open(f"{folder}/plan.json", "w") as file:
            json.dump({k: v for k, v in plan.items() if k in ("steps", "rungs")}, file)
        return [folder]

    setting = "1" if os.environ.get("TF_ENABLE_ONEDNN_OPTS") == "0" else "0"
    return Child("graphnotes.equivalence.bundle", hand_over, TF_ENABLE_ONEDNN_OPTS=setting)


def _control(child: Child) -> Trace:
    """What the other process recorded."""
    if child.failed():
        raise RuntimeError(f"the noise-floor process failed: {child.words()[-500:]}")
    return Trace.load(f"{child.folder}/control.npz")
