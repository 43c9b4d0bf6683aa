"""A notebook that installs its TensorFlow keeps the one it has."""

from __future__ import annotations

import pytest

from graphnotes.notebook.installing import without_tensorflow


@pytest.mark.parametrize(
    ("command", "runs", "spared"),
    [
        ("pip install tensorflow==1.15", "cd .", "tensorflow==1.15"),
        ("sudo pip3 install -U tensorflow-gpu keras==2.2.4 tqdm && ls", "sudo pip3 install -U tqdm && ls", "tensorflow-gpu, keras==2.2.4"),
        ('cd /a; "/b c/python" -m pip install \'tensorflow<2\'', "cd /a; cd .", "'tensorflow<2'"),
        ("pip uninstall -y tensorflow numpy", "cd .", "tensorflow, numpy"),
        ("conda install -y tensorflow-gpu=1.14", "cd .", "tensorflow-gpu=1.14"),
        ("pip install numpy tensorflow-hub==0.7", "pip install numpy tensorflow-hub==0.7", None),
        ("echo pip", "echo pip", None),
    ],
)
def test_pip_leaves_tensorflow_alone_and_says_so(command, runs, spared, capsys):
    ran = []
    without_tensorflow(command, ran.append)
    said = capsys.readouterr().out
    assert " ".join(ran[0].split()) == runs
    assert said.startswith(f"graphnotes: {spared}: left as") if spared else said == ""
