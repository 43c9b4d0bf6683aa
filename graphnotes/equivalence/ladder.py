"""Compare two programs rung by rung."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from graphnotes.equivalence import mapping as mappings
from graphnotes.equivalence import noise
from graphnotes.equivalence.crossing import cross
from graphnotes.equivalence.differences import (
    UNSETTLED,
    Difference,
    difference,
    gaps,
)
from graphnotes.equivalence.divergence import first_operation, first_step
from graphnotes.equivalence.names import RUNGS
from graphnotes.equivalence.random_replay import Misaligned
from graphnotes.equivalence.recording import mode_arguments, record
from graphnotes.equivalence.result import FAILED, PASSED, SKIPPED, Result, Rung
from graphnotes.equivalence.side import Batch, NotAvailable, Side
from graphnotes.equivalence.trace import Trace, environment

# which recorded answers belong to a rung
PREFIXES = {
    "forward": ("forward/",),
    "loss": ("loss/",),
    "gradients": ("gradient/",),
    "update": ("update/",),
    "training": ("training/",),
    "checkpoint": ("checkpoint/",),
    "metric": ("metric/",),
}
# two samples of one distribution are further apart than this once in a million times: Kolmogorov-Smirnov's statistic, and
# the difference of their log standard deviations in standard errors (more for small samples, whose errors are known less well)
KS_LIMIT, SPREAD_LIMIT, SMALL_SAMPLE = 2.69, 5.0, 60.0


def reference(
    old: Side,
    batches: list[Batch],
    steps: int = 20,
    training: Batch | None = None,
    inference: Batch | None = None,
    rungs=RUNGS,
    thorough: bool = False,
    progress: Callable[[str], None] = lambda what: None,
) -> Trace:
    """Record OLD with its noise floor: what any number of NEW programs can then be compared with."""
    plan = {"batches": batches, "steps": steps, "training": training, "inference": inference, "rungs": rungs}
    trace = record(old, **plan, progress=progress)
    noise.measure(old, trace, plan, thorough, progress)
    trace.settings["fresh"] = getattr(old, "fresh", True)
    return trace


def compare(
    old: Trace,
    new: Side | Trace,
    mapping: dict[str, str] | None = None,
    rungs=RUNGS,
    old_side: Side | None = None,
    progress: Callable[[str], None] = lambda what: None,
) -> Result:
    """Compare NEW with the trace of OLD, on OLD's batches, from OLD's initial values, with OLD's random draws.

    `old_side`, when OLD is still at hand, lets a failure be traced to the first operation.
    """
    return _Comparison(old, new, mapping, rungs, old_side, progress).run()


class _Comparison:
    def __init__(self, old, new, given, rungs, old_side, progress):
        self.old, self.new, self.rungs, self.old_side, self.progress = old, new, rungs, old_side, progress
        self.misaligned = ""
        self.given = given
        self.live = isinstance(new, Side)

    def run(self):
        old_values = self.old.under("initial")
        new_variables = self.new.variables() if self.live else self.new.variables
        own = self._own_values()
        self.matches = mappings.infer(self.old.variables, new_variables, old_values, own, self.given)
        self.names = {m.old: m.new for m in self.matches}
        results = [self._variables(new_variables), self._initial(old_values, own)]
        trace = None
        unreachable = ""
        if results[0].status == FAILED and not self._can_go_on(new_variables):
            unreachable = "the variables don't match"
        else:
            try:
                trace = self._record()
            except Misaligned as reason:
                self.misaligned = str(reason)
        for rung in self.rungs:
            if rung in PREFIXES:
                results.append(self._rung(rung, trace, unreachable))
        results = [r for r in results if r.name in self.rungs]
        divergence = self._divergence(results, trace)
        curves = {"old": self.old.arrays.get("training/loss"), "new": trace.arrays.get("training/loss") if trace else None}
        return Result(
            self.old.origin,
            self.new.origin,
            results,
            self.matches,
            divergence,
            {k: [float(x) for x in v] for k, v in curves.items() if v is not None},
            self.old.conditions,
            {"old": self.old.environment, "new": environment() if self.live else self.new.environment},
            self.old.settings,
        )

    def _own_values(self):
        if not self.live:
            return self.new.under("own_initial")
        self.new.reset()
        return self.new.read()

    def _can_go_on(self, new_variables):
        paired = all(n in self.names for n, v in self.old.variables.items() if v.kind == "weight")
        return paired and all(self.old.variables[a].shape == new_variables[b].shape for a, b in self.names.items())

    def _record(self):
        if not self.live:
            back = {b: a for a, b in self.names.items()}
            arrays = {_renamed(k, back): v for k, v in self.new.arrays.items()}
            return Trace(self.new.origin, self.new.variables, arrays, self.new.floor, self.new.unavailable)
        settings = self.old.settings
        modes = {mode: mode_arguments(settings, mode) for mode in ("training", "inference")}
        start = {n: v for n, v in self.old.under("initial").items() if n in self.names}
        plan = {"batches": self.old.batches(), "steps": settings["steps"], **modes, "rungs": self.rungs, "start": start, "names": self.names}
        trace = record(self.new, **plan, replay=self.old, progress=self.progress)
        if not self.old.floor:  # a trace that came without one, as 1.15's own recordings do: NEW's has to serve
            noise.measure_new(self.new, trace, plan, self.old)
            self.old = dataclasses.replace(self.old, floor=trace.floor, conditions=trace.conditions)
        return trace

    # -- rungs

    def _variables(self, new_variables):
        found = []
        for match in self.matches:
            a, b = self.old.variables[match.old], new_variables[match.new]
            same = a.shape == b.shape and a.dtype == b.dtype and a.kind == b.kind
            said = "" if same else f"{a.dtype} {list(a.shape)}, {a.kind} here; {b.dtype} {list(b.shape)}, {b.kind} there"
            found.append(Difference(match.old, match.new, a.shape, 0.0, 0.0, 0.0, 0.0, 0.0, same, note=said or f"matched by {match.because}"))
        alone = [(n, v) for n, v in self.old.variables.items() if v.kind != "other" and n not in self.names]
        for name, v in alone:
            found.append(Difference(name, "-", v.shape, np.inf, np.inf, np.inf, 0.0, 0.0, False, note=f"only in OLD: {v.dtype} {list(v.shape)}"))
        for name, v in new_variables.items():
            if name not in self.names.values() and v.kind == "weight":
                found.append(Difference("-", name, v.shape, np.inf, np.inf, np.inf, 0.0, 0.0, False, note=f"only in NEW: {v.dtype} {list(v.shape)}"))
        if not self.old.variables:
            return Rung("variables", SKIPPED, note="OLD's variables weren't recorded")
        return Rung("variables", PASSED if all(d.passed for d in found) else FAILED, found)

    def _initial(self, old_values, own):
        found, fresh = [], self.old.settings.get("fresh", True)
        for name, value in old_values.items():
            mine = own.get(self.names.get(name))
            if mine is None or value.shape != mine.shape:
                continue
            floor, allow = noise.allowed(Trace(""), "", value)
            d = difference(name, self.names[name], value, mine, float(floor), float(allow))
            if not d.passed and value.dtype.kind == "f" and not _constant(value) and not _constant(mine):
                distance, spread = _kolmogorov_smirnov(value.ravel(), mine.ravel()), _spread(value.ravel(), mine.ravel())
                d.passed = distance <= KS_LIMIT and spread <= _spread_limit(value.size)
                d.note = (
                    f"both random: distributions {'agree' if d.passed else 'differ'} (standard deviation {value.std():.3g} and {mine.std():.3g}, "
                    f"{spread:.1f} standard errors apart; Kolmogorov-Smirnov {distance:.2f}, limit {KS_LIMIT})"
                )
            found.append(d)
        if not found:
            return Rung("initial", SKIPPED, note="no values to compare")
        if all(d.passed for d in found):
            return Rung("initial", PASSED, found)
        if not fresh:
            return Rung("initial", SKIPPED, note="OLD's values come from a checkpoint, NEW's are its own initial values")
        return Rung("initial", FAILED, found)

    def _rung(self, name, trace, unreachable):
        if unreachable:
            return Rung(name, SKIPPED, note=unreachable)
        if trace is None:
            return Rung(name, FAILED if name == self._first_with_draws() else SKIPPED, note=self.misaligned)
        here = {k: v for k, v in self.old.arrays.items() if k.startswith(PREFIXES[name])}
        if not here:
            return Rung(name, SKIPPED, note=self.old.unavailable.get(name, "OLD has no answer"))
        error = trace.errors.get("loss" if name == "gradients" else name)
        if error:
            return Rung(name, FAILED, note=error)
        if name in trace.unavailable:
            return Rung(name, SKIPPED, note=trace.unavailable[name])
        found, absent = [], []
        outputs = [k for k in trace.arrays if k.startswith("forward/")]
        for key, value in here.items():
            other = trace.arrays.get(key)
            if other is None and name == "forward":
                other = _only_output(key, here, trace.arrays, outputs)
            if other is None:
                absent.append(key)
                continue
            floor, allow = noise.allowed(self.old, key, value)
            found.append(_judge(self._shown(key), key, value, other, floor, allow))
        note = ""
        if name == "checkpoint" and self.live:
            crossed, note = cross(self.old, self.old_side, self.new, self.names)
            found += crossed
        return self._closed(name, found, absent, note)

    def _closed(self, name, found, absent, note=""):
        if absent:
            note = f"NEW has no counterpart of {', '.join(k.partition('/')[2] for k in absent[:4])}" + (" ..." if len(absent) > 4 else "")
            missing_gradient = [k for k in absent if k.startswith(("gradient/", "training/weights", "checkpoint/"))]
            if missing_gradient:
                found += [Difference(k, "-", (), np.inf, np.inf, np.inf, 0.0, 0.0, False, note="NEW has none") for k in missing_gradient]
        if name == "training":
            note = self._data_note() or note
        if not found:
            return Rung(name, SKIPPED, note=note or "nothing in common to compare")
        return Rung(name, PASSED if all(d.passed for d in found) else FAILED, found, note)

    def _data_note(self):
        """Where the two sides bring their own batches: the first that differs."""
        mine = self.new.batches if self.live else self.new.batches()
        if mine is None:
            return ""
        for index, (a, b) in enumerate(zip(self.old.batches(), mine, strict=False)):
            for name in sorted(set(a) & set(b)):
                if a[name].shape != np.shape(b[name]) or not np.array_equal(a[name], b[name]):
                    return f"the data differ first in batch {index}, argument {name!r}"
        return ""

    def _shown(self, key):
        old = key.partition("/")[2]
        return old

    def _first_with_draws(self):
        for name, prefix in (("forward", "draws/forward"), ("loss", "draws/loss"), ("training", "draws/step")):
            if name in self.rungs and any(k.startswith(prefix) for k in self.old.arrays):
                return name
        return self.rungs[0]

    def _divergence(self, results, trace):
        failed = [r.name for r in results if r.status == FAILED]
        if not failed or trace is None:
            return None
        if failed[0] in ("forward", "loss", "gradients") and not trace.errors and self.old_side is not None and self.live:
            try:
                return first_operation(self.old_side, self.new, self.old, self.names)
            except NotAvailable:
                return None
        if "training" in failed:
            return first_step(self.old, trace)
        return None


def _renamed(key, back):
    """A key of a trace under NEW's names, under OLD's."""
    head, _, tail = key.partition("/")
    if head in ("initial", "own_initial", "gradient", "fingerprint"):
        return f"{head}/{back.get(tail, tail)}"
    for prefix in ("update/from_initial/", "update/from_zero/", "training/weights/", "checkpoint/file/"):
        if key.startswith(prefix):
            return prefix + back.get(key[len(prefix) :], key[len(prefix) :])
    if key.startswith("update/slot/"):
        name, _, slot = key[len("update/slot/") :].rpartition("/")
        return f"update/slot/{back.get(name, name)}/{slot}"
    return key


def _only_output(key, here, arrays, outputs):
    """One output on each side is the same output, whatever it is called."""
    mode = key.split("/")[1]
    mine = [k for k in outputs if k.startswith(f"forward/{mode}/")]
    yours = [k for k in here if k.startswith(f"forward/{mode}/")]
    return arrays[mine[0]] if len(mine) == len(yours) == 1 else None


def _judge(shown, key, value, other, floor, allow):
    """Curves are judged step by step, tensors as a whole."""
    if np.ndim(floor) == 0 or np.shape(value) != np.shape(other):
        return difference(shown, shown, value, other, float(np.max(floor)), float(np.max(allow)))
    gap = gaps(value, other)
    open_ = np.isinf(allow)  # OLD itself is finite or not there, as rounding has it
    worst = int(np.argmax(np.where(open_, 0.0, gap / np.maximum(np.where(open_, 1.0, allow), 1e-300))))
    d = difference(shown, shown, value, other, float(floor[worst]), float(allow[worst]))
    d.passed = bool(np.all(gap <= allow))
    d.note = UNSETTLED if np.any(open_ & (gap > 0)) else d.note
    d.at, d.old_value, d.new_value = (worst,), float(value[worst]), float(other[worst])
    return d


def _constant(value):
    return value.size == 0 or bool(np.all(value == value.flat[0]))


def _kolmogorov_smirnov(a, b):
    """The two-sample statistic, scaled so that one limit serves all sizes."""
    a, b = np.sort(a), np.sort(b)
    both = np.concatenate([a, b])
    gap = np.abs(np.searchsorted(a, both, "right") / a.size - np.searchsorted(b, both, "right") / b.size).max()
    return float(gap * np.sqrt(a.size * b.size / (a.size + b.size)))


def _spread_limit(size):
    return SPREAD_LIMIT * (1 + SMALL_SAMPLE / size**1.5) if size > 3 else np.inf


def _spread(a, b):
    """How many standard errors the log standard deviations are apart (the error from the pooled kurtosis)."""
    scaled = np.concatenate([(v - v.mean()) / (v.std() or 1.0) for v in (a.astype(float), b.astype(float))])
    error = np.sqrt(max(np.mean(scaled**4) - 1, 0.1) / 4 * (1 / a.size + 1 / b.size))
    return float(abs(np.log((a.std() or 1e-300) / (b.std() or 1e-300))) / error)
