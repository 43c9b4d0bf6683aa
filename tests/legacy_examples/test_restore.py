"""The scripts that restore what TensorFlow 1.15.5 saved, under `graphnotes run`."""

import pytest


@pytest.mark.parametrize(("script", "last_lines"), [
    ("restore_softmax.py", ["V2           within 1e-5: True", "V1           within 1e-5: True", "SavedModel   within 1e-5: True",
                            "frozen graph within 1e-5: True", "new graph    within 1e-5: True"]),
    ("restore_sequence.py", ["logits within 1e-5: True", "loss 1.71989", "global step 30", "note written by 1.15",
                             "average differs from the weights: True"]),
    ("restore_cnn.py", ["scores within 1e-5: True", "same predictions: 10000 of 10000", "test accuracy 0.9921"]),
])
def test_computes_what_1_15_computed(run_example, script, last_lines):
    assert run_example(script).splitlines()[-len(last_lines):] == last_lines
