"""The table of contrib's names is what the facade does."""

import os

from tests.tf1.contrib import survey


def test_the_page_is_current(monkeypatch):
    monkeypatch.setenv("GRAPHNOTES_CACHE", os.devnull)
    ours = set(survey.resolving())
    tail = set(survey.LONG_TAIL.read_text("utf-8").split())
    assert not ours & tail, "names that graphnotes has itself by now"
    assert survey.PAGE.read_text("utf-8") == survey.page(ours, tail)
