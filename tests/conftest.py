"""Shared by all tests: a quiet TensorFlow, and one process per world.

A process is either a legacy program's (graph mode, once `graphnotes.tf1` is imported) or a TensorFlow 2 program's. The
folders of `TENSORFLOW_2` run in a pytest of their own, started by tests/test_worlds.py; naming one on the command line
runs it directly.
"""

import os
import pathlib

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("MPLBACKEND", "Agg")

HERE = pathlib.Path(__file__).parent
TENSORFLOW_2 = ("tf20", "migrate", "equivalence", "graphs")


def pytest_ignore_collect(collection_path, config):
    if collection_path.parent != HERE or collection_path.name not in TENSORFLOW_2:
        return None
    named = [pathlib.Path(arg.partition("::")[0]).resolve() for arg in config.args]
    return None if any(collection_path in (path, *path.parents) for path in named) else True


def pytest_collection_modifyitems(items):
    """One process for each file; the TensorFlow 2 folders, which take longest, one by one and first."""
    for item in items:
        alone = item.path.name == "test_worlds.py"
        item.add_marker(pytest.mark.xdist_group(item.nodeid if alone else str(item.path)))
    items.sort(key=lambda item: item.path.name != "test_worlds.py")
