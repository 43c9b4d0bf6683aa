"""Every recorded program does what it did on TensorFlow 1.15.5 (see README.md)."""

from __future__ import annotations

import functools
import os
import warnings

import pytest

import graphnotes.tf1 as tf
from tests.conformance.execute import HERE, areas, cases
from tests.conformance.levels import applicable, judge, recorded

# programs that start a Python of their own import this tf there
os.environ.setdefault("CONFORMANCE_PREAMBLE", "import graphnotes.tf1 as tf")


def ledger() -> dict[tuple[str, str], str]:
    """Reasons by (case, level); rows are `area/case level reason`."""
    rows = {}
    for line in (HERE / "ledger.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            case, level, reason = line.split(maxsplit=2)
            rows[case, level] = reason
    return rows


def every_test() -> list:
    known, found = ledger(), []
    for area in areas():
        records, _ = recorded(area)
        for name, record in records.items():
            for level in applicable(record):
                case = f"{area}/{name}"
                reason = known.pop((case, level), None)
                marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
                if record.get("slow"):
                    marks.append(pytest.mark.slow)
                found.append(pytest.param(area, name, level, id=f"{case}-{level}", marks=marks))
    assert not known, f"ledger rows without a test: {sorted(known)}"
    return found


@functools.cache
def verdict(area: str, name: str) -> dict[str, str | None]:
    records, arrays = recorded(area)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return judge(tf, cases(area)[name], records[name], arrays)


@pytest.mark.parametrize(("area", "name", "level"), every_test())
def test_level(area: str, name: str, level: str) -> None:
    difference = verdict(area, name)[level]
    assert difference is None, difference
