"""Every probe answers as TensorFlow 1.15.5 did (see README.md)."""

from __future__ import annotations

import functools
import gzip
import importlib
import json
import logging
import math
import warnings
from pathlib import Path

import pytest

import graphnotes.tf1 as tf
from tests.probes.answers import answers

HERE = Path(__file__).parent
RECORDED = json.loads(gzip.decompress((HERE / "recorded.json.gz").read_bytes()))


def ledger() -> dict[str, str]:
    """Reasons by probe; rows are `probe reason`."""
    rows = (HERE / "ledger.txt").read_text().splitlines()
    return dict(row.split(maxsplit=1) for row in rows if row.strip() and not row.startswith("#"))


def every_probe() -> list:
    known, found = ledger(), []
    for area, probes in RECORDED.items():
        for name in probes:
            reason = known.pop(name, None)
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            found.append(pytest.param(area, name, id=name, marks=marks))
    assert not known, f"ledger rows without a probe: {sorted(known)}"
    return found


@functools.cache
def answered(area: str) -> dict:
    probes = importlib.import_module(f"tests.probes.{area}").probes
    logger = logging.getLogger("tensorflow")
    level = logger.level
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setattr("sys.argv", ["probe"])  # tf.app.flags reads it
        logger.setLevel(logging.ERROR)
        try:
            return answers(tf, probes, f"{HERE}/files")
        finally:
            logger.setLevel(level)


def agree(found, wanted) -> bool:
    """Equal; numbers within 5e-5, and errors in their class and the words that were 1.15's."""
    if isinstance(found, float) and isinstance(wanted, float):
        return math.isclose(found, wanted, rel_tol=5e-5, abs_tol=5e-6) or (math.isnan(found) and math.isnan(wanted))
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(agree, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(agree(found[key], wanted[key]) for key in wanted)
    if isinstance(found, str) and isinstance(wanted, str) and wanted.startswith("EXC "):
        return found.startswith(wanted)
    return found == wanted


@pytest.mark.parametrize(("area", "name"), every_probe())
def test_probe(area: str, name: str) -> None:
    found, wanted = answered(area)[name], RECORDED[area][name]
    assert agree(found, wanted), f"{found} instead of {wanted}"
