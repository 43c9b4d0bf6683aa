"""The ladder from Python: `verify(old, new, batches)` and `assert_equivalent`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphnotes.equivalence.ladder import compare, reference
from graphnotes.equivalence.legacy_side import LegacySide
from graphnotes.equivalence.names import RUNGS
from graphnotes.equivalence.result import Result
from graphnotes.equivalence.side import Batch, Side
from graphnotes.equivalence.tf2_side import TF2Side
from graphnotes.equivalence.trace import Trace

legacy = LegacySide
tf2 = TF2Side


def verify(
    old: Side | Trace,
    new: Side | Trace,
    batches: list[Batch] | None = None,
    steps: int = 20,
    training: Batch | None = None,
    inference: Batch | None = None,
    rungs=RUNGS,
    mapping: dict[str, str] | None = None,
    thorough: bool = False,
    progress: Callable[[str], None] = lambda what: None,
) -> Result:
    """Compare NEW with OLD on every rung asked for.

    Arguments:
      old, new: a side (`legacy(...)`, `tf2(...)`) or a trace.
      batches: training batches, argument name -> array; a trace brings its own.
      steps: how many training steps.
      training, inference: arguments that differ between the modes, such as `{"keep_prob": 0.5}` and `{"keep_prob": 1.0}`.
      mapping: OLD's variable name -> NEW's, for those that can't be inferred.
      thorough: also measure the noise floor in another process with oneDNN switched.

    Raises:
      TypeError: a program that is neither a side nor a trace, or batches that are no list of dicts.
      ValueError: a rung that doesn't exist, no batches, or a mapping that names no variable.
    """
    rungs = (rungs,) if isinstance(rungs, str) else tuple(rungs)
    unknown = sorted(set(rungs) - set(RUNGS))
    if unknown:
        raise ValueError(f"no such rung: {', '.join(unknown)}; there are {', '.join(RUNGS)}")
    for which, program in (("old", old), ("new", new)):
        if not isinstance(program, Side | Trace):
            raise TypeError(f"{which} is {type(program).__name__}: wrap it, equivalence.legacy(session, feeds, ...) for TF1, equivalence.tf2(model) for TensorFlow 2")
    if isinstance(batches, Mapping) or any(not isinstance(batch, Mapping) for batch in batches or ()):
        raise TypeError('batches is a list of batches, each a dict from argument name to array: [{"x": images, "y": labels}]')
    if isinstance(old, Trace):
        trace, side = old, None
    else:
        if not batches and old.batches is None:
            raise ValueError("give at least one batch: a dict from argument name to array")
        trace, side = reference(old, batches, steps, training, inference, rungs, thorough, progress), old
    return compare(trace, new, mapping, rungs, side, progress)


def assert_equivalent(old: Side | Trace, new: Side | Trace, batches: list[Batch] | None = None, rungs=RUNGS, **options) -> Result:
    """`verify`, raising AssertionError with the report's summary unless the two are equal; returns the result."""
    __tracebackhide__ = True  # pytest shows the test's own line
    result = verify(old, new, batches, rungs=rungs, **options)
    if not result.equal:
        from graphnotes.equivalence.reports.text import as_text

        raise AssertionError(as_text(result))
    return result
