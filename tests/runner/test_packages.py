"""Which installed packages are legacy code without being named."""

import pytest

from graphnotes.runner import packages
from graphnotes.runner.imports import LegacyImports


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs an empty package of a given version into a folder that counts as site-packages."""
    monkeypatch.syspath_prepend(tmp_path)
    imports = LegacyImports(lambda name: None)
    imports._installed = (f"{tmp_path}/",)
    packages.needs_tensorflow_1.cache_clear()

    def install(name, version):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        return imports.find_spec(name) is not None and imports.is_legacy(f"{name}.layers", str(tmp_path / name / "layers.py"))

    yield install
    packages.needs_tensorflow_1.cache_clear()


@pytest.mark.parametrize(
    "name, version, legacy",
    [("tflearn", "0.5.0", True), ("stable_baselines", "2.10.2", True), ("gpflow", "1.5.1", True), ("gpflow", "2.9.0", False), ("tensorlayer", "2.2.3", False), ("sonnet", "1.36", False)],
)
def test_a_package_that_knows_tensorflow_1_alone_is_legacy_code(installed, name, version, legacy):
    assert installed(name, version) is legacy
