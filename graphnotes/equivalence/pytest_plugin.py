"""The `equivalence` fixture: `equivalence.assert_equivalent(old, new, batches)` in any test. TensorFlow is imported only when used."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def equivalence():
    """The module `graphnotes.equivalence`: `legacy`, `tf2`, `verify`, `assert_equivalent`."""
    import graphnotes.equivalence

    return graphnotes.equivalence
