"""Every call builds what TensorFlow 1.15.5 built, and gives what it gave (see README.md)."""

from __future__ import annotations

import collections
import functools
import gzip
import json
import logging
import warnings
from pathlib import Path

import numpy as np
import pytest

import graphnotes.tf1 as tf
from tests.calls.execute import execute

HERE = Path(__file__).parent
RECORDED = json.loads(gzip.decompress((HERE / "recorded.json.gz").read_bytes()))


def ledger() -> dict[str, str]:
    """Reasons by call: a reason on a line of its own starts with #, the calls it is about follow."""
    reasons, reason = {}, ""
    for line in (HERE / "ledger.txt").read_text().splitlines():
        if line.startswith("# "):
            reason = line.removeprefix("#").strip()
        elif line:
            reasons[line] = reason
    return reasons


def every_call(part: str) -> list:
    """The recorded calls; those in the ledger are expected to differ in what they build, or in values if that is equal.

    The default run makes the first two calls of a symbol, the long run the others.
    """
    known, found, of_symbol = ledger(), [], collections.Counter()
    for call, record in RECORDED.items():
        reason = known.pop(call, None)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason and part == "graph" else []
        of_symbol[call.partition("(")[0]] += 1
        if part == "graph" and of_symbol[call.partition("(")[0]] > 2:
            marks.append(pytest.mark.slow)
        if part == "graph" or ("values" in record and (reason is None or "values agree" in reason)):
            found.append(pytest.param(call, id=call, marks=marks))
    assert not known, f"ledger rows without a call: {sorted(known)}"
    return found


@functools.cache
def done(call: str, values: bool = False) -> dict:
    logger = logging.getLogger("tensorflow")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return execute(tf, call, values)
    finally:
        logger.setLevel(level)


@pytest.mark.parametrize("call", every_call("graph"))
def test_graph(call: str) -> None:
    """The error, or the results' names, static shapes and dtypes; their gradients; every node with its inputs."""
    found, wanted = done(call), RECORDED[call]
    for what in ("error", "out", "gradient_error", "gradient", "nodes"):
        assert found.get(what) == wanted.get(what), what


@pytest.mark.slow
@pytest.mark.parametrize("call", every_call("values"))
def test_values(call: str) -> None:
    found = done(call, values=True)
    for value, recorded in zip(found["values"], RECORDED[call]["values"], strict=True):
        if recorded is not None:
            shape, dtype, numbers = recorded
            value = np.asarray(value)
            assert [list(value.shape), str(value.dtype)] == [shape, dtype]
            flat = np.stack([value.real, value.imag], -1).ravel() if value.dtype.kind == "c" else value.ravel()
            np.testing.assert_allclose(flat.astype("f8"), np.asarray(numbers, "f8"), rtol=1e-4, atol=2e-5)
