import numpy as np
import pytest

from graphnotes.datasets import dense_to_one_hot


def test_each_label_is_a_one_at_its_place():
    rows = dense_to_one_hot(np.array([1, 0, 2], np.uint8), 3)
    assert rows.dtype == np.float64
    assert rows.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]


def test_a_column_of_labels_works_too():
    assert dense_to_one_hot(np.array([[1], [0]]), 2).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("label", [3, -1])
def test_a_stray_label_is_refused_rather_than_counted_for_its_neighbour(label):
    with pytest.raises(IndexError, match=f"label {label} .example 1.: expected 0 to 2"):
        dense_to_one_hot(np.array([0, label, 1]), 3)
