"""The tests that need a TensorFlow 2 process, each folder in a pytest of its own."""

import subprocess
import sys

import pytest

from tests.conftest import HERE, TENSORFLOW_2


@pytest.mark.parametrize("folder", [name for name in TENSORFLOW_2 if (HERE / name).is_dir()])
def test_tensorflow_2_folder(folder, pytestconfig):
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", str(HERE / folder)]
    if pytestconfig.option.markexpr:
        command += ["-m", pytestconfig.option.markexpr]
    child = subprocess.run(command, cwd=HERE.parent, check=False, capture_output=True, text=True)
    print(child.stdout)
    assert child.returncode in (0, 5), child.stdout + child.stderr  # 5: the marks chose none of its tests
