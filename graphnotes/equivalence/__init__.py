"""Are two programs the same model? A ladder of questions, judged against rounding noise measured on the spot."""

from __future__ import annotations

import importlib

_WHERE = {
    "LegacySide": "legacy_side",
    "TF2Side": "tf2_side",
    "Trace": "trace",
    "Result": "result",
    "RUNGS": "names",
    "record": "recording",
    "reference": "ladder",
    "compare": "ladder",
    "verify": "api",
    "assert_equivalent": "api",
    "legacy": "api",
    "tf2": "api",
}

__all__ = sorted(_WHERE)  # noqa: PLE0605


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
