"""What `check` reads of installed packages is what they have when they are imported."""

import importlib
import subprocess
import sys

import pytest

from graphnotes.check import packages

MODULES = {
    "scipy": ["fftpack", "integrate", "interpolate", "linalg", "optimize", "signal", "sparse", "sparse.linalg", "spatial", "special", "stats"],
    "sklearn": ["cluster", "datasets", "decomposition", "ensemble", "linear_model", "metrics", "mixture", "model_selection", "preprocessing", "svm"],
    "seaborn": [""],
    "matplotlib": ["pyplot", "cm", "patches"],
}
COMPILED = ("scipy.special", "matplotlib.cm")  # or made in a loop
NOT_THERE = ["scipy.stats.nosuch", "scipy.integrate.simps", "sklearn.datasets.fetch_mldata", "sklearn.mixture.GMM", "sklearn.nosuch", "seaborn.tsplot"]


@pytest.mark.slow
@pytest.mark.parametrize("root", MODULES)
def test_most_names_are_found_by_reading_and_none_that_is_there_is_called_lacking(root):
    pytest.importorskip(root)
    for path in MODULES[root]:
        name = f"{root}.{path}".rstrip(".")
        module = importlib.import_module(name)
        public = getattr(module, "__all__", None) or [each for each in vars(module) if not each.startswith("_")]
        told = [each for each in public if packages.has(f"{name}.{each}")]
        assert len(told) > 0.7 * len(public) or name in COMPILED, (name, set(public) - set(told))
        assert [each for each in public if packages.lacking(f"{name}.{each}")] == []


@pytest.mark.slow
def test_what_no_file_knows_is_lacking_and_nothing_is_imported_to_tell():
    code = f"""import sys
from graphnotes.check import beside, packages
for name in {NOT_THERE}:
    if packages.files.installed(name.partition(".")[0]):
        assert packages.lacking(name) == name and not packages.has(name), name
        assert beside.verdict(name).status == ("restored" if name == "scipy.integrate.simps" else "not supported"), name
        assert name == "scipy.integrate.simps" or not [each for each in sys.modules if each.startswith(("sklearn.", "seaborn."))], name
for name in ("scipy.interpolate.griddata", "scipy.signal.argrelextrema", "scipy.stats.norm", "matplotlib.pylab.plot", "seaborn.color_palette"):
    if packages.files.installed(name.partition(".")[0]):
        assert packages.has(name) and beside.verdict(name) is None, name
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_stands_before_a_package_is_of_no_use_without_it(monkeypatch):
    from graphnotes.check import check_source, files, own

    monkeypatch.setattr(files, "installed", lambda package: None)
    monkeypatch.setattr(own, "package", lambda name, script: name.partition(".")[0])
    found = check_source("s.py", b"import seaborn as sns\nsns.lmplot()\ndef f():\n    from sklearn import svm\n")
    assert [(each.symbol, each.advice, each.conditional) for each in found] == [
        ("seaborn", "the package seaborn is not installed: pip install seaborn", False),
        ("sklearn.svm", "the package sklearn is not installed: pip install scikit-learn", True),
    ]
