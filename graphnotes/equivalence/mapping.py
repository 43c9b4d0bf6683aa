"""Which variable of OLD is which variable of NEW."""

from __future__ import annotations

import dataclasses
import re

import numpy as np

from graphnotes.equivalence.side import Variable


@dataclasses.dataclass
class Match:
    """One pair, and what it was inferred from."""

    old: str
    new: str
    because: str


def infer(
    old: dict[str, Variable],
    new: dict[str, Variable],
    old_values: dict[str, np.ndarray],
    new_values: dict[str, np.ndarray],
    given: dict[str, str] | None = None,
) -> list[Match]:
    """Pair weights and state of OLD with those of NEW: as given, by name, by shape, by value, by order, in that order of trust.

    Raises:
      ValueError: `given` names a variable that isn't there.
    """
    left = {n: v for n, v in old.items() if v.kind != "other"}
    right = dict(new)
    matches = []

    def take(a, b, because):
        matches.append(Match(a, b, because))
        del left[a], right[b]

    for a, b in (given or {}).items():
        if a not in left or b not in right:
            raise ValueError(f"mapping {a!r} -> {b!r}: OLD has {sorted(left)}, NEW has {sorted(right)}")
        take(a, b, "given")
    for a in list(left):
        if a in right:
            take(a, a, "name")
    words = {b: _words(b) for b in right}
    for a in list(left):
        same = [b for b in right if words[b] == _words(a) and right[b].shape == left[a].shape]
        if len(same) == 1:
            take(a, same[0], "name, spelt otherwise")
    for a in list(left):
        if a not in left:
            continue
        here = [x for x in left if _like(left[x], left[a])]
        there = [y for y in right if _like(right[y], left[a])]
        if len(here) == len(there) == 1:
            take(a, there[0], "shape")
    for a in list(left):
        value = old_values.get(a)
        there = [y for y in right if _like(right[y], left[a])]
        equal = [y for y in there if value is not None and y in new_values and np.array_equal(value, new_values[y])]
        rivals = [x for x in left if x != a and _like(left[x], left[a]) and np.array_equal(old_values.get(x), value)]
        if len(equal) == 1 and not rivals:
            take(a, equal[0], "initial value")
    for a in list(left):
        if a not in left:
            continue
        here = [x for x in left if _like(left[x], left[a])]
        there = [y for y in right if _like(right[y], left[a])]
        if len(here) == len(there):
            for x, y in zip(here, there, strict=True):
                take(x, y, "order among variables of this shape")
    return matches


def _like(a: Variable, b: Variable) -> bool:
    return a.shape == b.shape and a.kind == b.kind


_SYNONYMS = {"weights": "kernel", "weight": "kernel", "w": "kernel", "biases": "bias", "b": "bias", "variance": "var", "moving_variance": "moving_var"}


def _words(name: str) -> tuple[str, ...]:
    """`h1/weights` and `model.h1.kernel:0` alike."""
    words = [w for w in re.split(r"[/.\s]", name.split(":")[0].lower()) if w and w not in ("model", "sequential", "self")]
    return tuple(_SYNONYMS.get(w, w) for w in words)
