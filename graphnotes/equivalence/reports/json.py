"""The result as JSON."""

from __future__ import annotations

import dataclasses
import json
import math

from graphnotes.equivalence.result import Result


def as_json(result: Result) -> str:
    """Everything the result holds; infinities and NaN as strings, so that any parser reads it."""
    content = {"equal": result.equal, "verdict": result.verdict, **dataclasses.asdict(result)}
    return json.dumps(finite(content), indent=1, ensure_ascii=False)


def finite(value):
    """The same structure with numbers JSON doesn't have spelt out."""
    if isinstance(value, dict):
        return {str(k): finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [finite(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
