"""tf.contrib.learn.datasets.base: CSV files, as TensorFlow 1.15 read them."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

base = tf.contrib.learn.datasets.base


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "table.csv"
        path.write_text(text)
        return str(path)

    return write


def test_with_header(table):
    read = base.load_csv_with_header(table("2,3,a,b\n1,2,3,0\n4,5,6,1\n"), np.int64, np.float32)
    assert read.data.tolist() == [[1, 2, 3], [4, 5, 6]] and read.data.dtype == np.float32
    assert read.target.tolist() == [0, 1] and read.target.dtype == np.int64


def test_the_target_may_stand_elsewhere(table):
    assert base.load_csv_with_header(table("1,2\n9,1,2\n"), int, float, target_column=0).target.tolist() == [9]


def test_without_header(table):
    read = base.load_csv_without_header(table("1,2,0\n3,4,1\n"), np.int32, np.float64)
    assert read.data.tolist() == [[1, 2], [3, 4]] and read.target.tolist() == [0, 1]


@pytest.mark.parametrize(
    "text, error, sentence",
    [
        ("3,2\n1,2,0\n", ValueError, "expected 3 samples, as its header says, found 1"),
        ("1,2\n1,2,0\n1,2,0\n", IndexError, "expected 1 samples, as its header says, found more"),
        ("1,2\n1,0\n", ValueError, "sample 1: expected 2 features, found 1"),
    ],
)
def test_a_header_that_does_not_fit_is_named(table, text, error, sentence):
    path = table(text)
    with pytest.raises(error) as raised:
        base.load_csv_with_header(path, int, float)
    assert str(raised.value).startswith(path) and sentence in str(raised.value)


def test_shrinking(table, tmp_path):
    base.shrink_csv(table("a\nb\nc\nd\ne\n"), 2)
    assert (tmp_path / "table_small.csv").read_text().split() == ["a", "c", "e"]
