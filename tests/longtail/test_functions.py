"""With contrib installed: its modules import through the facade, and their functions give 1.15's values."""

import inspect
import json
import pathlib

import numpy as np
import pytest

from graphnotes.longtail import install, modules
from tests.longtail import factorization, programs
from tests.tf1.contrib import record, test_programs
from tests.tf1.estimators.test_values import same

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not install.installed(), reason="contrib isn't installed (graphnotes contrib install)"),
]
RECORDED = json.loads(pathlib.Path(__file__).with_name("recorded.json").read_text("utf-8"))
FACTORIZATION = json.loads(pathlib.Path(__file__).with_name("factorization.json").read_text("utf-8"))
PROGRAMS = [f for n, f in vars(programs).items() if inspect.isfunction(f) and not n.startswith("_")]
# parts of 1.15 that these need are gone from today's TensorFlow or its packages
NOT_IMPORTED = (
    "contrib.data.python.ops.threadpool",
    "contrib.distributions.python.ops.estimator",
    "contrib.estimator",
    "contrib.ignite",
    "contrib.keras",
    "contrib.quantization",
    "contrib.remote_fused_graph",
    "contrib.stat_summarizer",
    "contrib.tensor_forest.client.random_forest",
    "contrib.tfprof",
    "contrib.tpu",
)


def test_every_other_module_is_imported():
    import graphnotes.tf1 as tf

    assert tf.contrib is not None
    root = install.folder()
    failed = {}
    for file in sorted((root / "contrib").rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        path = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if path == "contrib" or "test" in file.name or "examples" in parts:
            continue
        try:
            modules.load(path)
        except Exception as error:  # noqa: BLE001 - old modules fail to import in many ways; all are told together
            failed[path] = f"{type(error).__name__}: {error}"
    assert {path: why for path, why in failed.items() if not path.startswith(NOT_IMPORTED)} == {}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_values(program):
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        tf.set_random_seed(record.SEED)
        values = record._values(tf, np, program(tf, np))
    test_programs._same(json.loads(json.dumps(values)), RECORDED[program.__name__], program.__name__)


@pytest.mark.parametrize("program", factorization.PROGRAMS, ids=lambda f: f.__name__)
def test_estimators_of_factorization(program):
    import graphnotes.tf1 as tf

    same(factorization.observe(tf, program), FACTORIZATION[program.__name__], program.__name__)
