"""What TensorFlow 1.15.5 saved restores everywhere, and computes what it computed there."""

import subprocess
import sys

import pytest

from tests.checkpoints import _restore_recorded


@pytest.mark.parametrize("model", _restore_recorded.MODELS)
def test_in_the_facade(model):
    import graphnotes.tf1 as tf

    _restore_recorded.outputs_agree(tf, model)


def test_saved_model_and_frozen_graph_in_the_facade():
    import graphnotes.tf1 as tf

    _restore_recorded.saved_models_agree(tf)


@pytest.mark.slow
def test_in_plain_compat_v1_and_in_tensorflow_2():
    subprocess.run([sys.executable, _restore_recorded.__file__], check=True)
