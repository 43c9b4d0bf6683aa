"""Batches: what they hold, in which order, from which sources, and going on from a saved position."""

import itertools

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.feeding import DataSet, FeedError, Position, batches, npy

X = np.arange(20, dtype=np.float64).reshape(10, 2)
Y = np.arange(10)


@pytest.fixture
def placeholders():
    with tf.Graph().as_default():
        yield tf.placeholder(tf.float32, [None, 2], "x"), tf.placeholder(tf.int32, [None], "y")


def flat(made):
    return [np.asarray(b).tolist() for b in made]


def test_in_order_with_a_smaller_last_batch():
    assert flat(batches(Y, 4)) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert flat(batches(Y, 4, epochs=2, drop_remainder=True)) == 2 * [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert flat(batches([3, 4, 5], 2)) == [[3, 4], [5]]


@pytest.mark.parametrize("epochs, drop", [(1, False), (3, False), (3, True), (0, False)])
def test_len_counts_what_is_to_come(epochs, drop):
    made = batches(Y, 4, epochs=epochs, drop_remainder=drop)
    counted = []
    while len(made):
        counted.append(len(made))
        next(made)
    assert next(made, None) is None
    assert counted == list(range(epochs * (2 if drop else 3), 0, -1))


def test_without_end():
    endless = batches(Y, 4, epochs=None)
    assert sum(len(b) for b in itertools.islice(endless, 300)) == 1000
    with pytest.raises(TypeError, match="never end"):
        len(endless)


def test_tuples_and_feed_dicts_keep_rows_together(placeholders):
    x, y = placeholders
    for bx, by in batches((X, Y), 3, shuffle=True):
        assert (bx[:, 0] == 2 * by).all()
    keep_prob = tf.placeholder(tf.float32)
    for feed in batches({x: X, y: Y}, 3, shuffle=True, feed={keep_prob: 0.5}):
        assert feed[keep_prob] == 0.5
        with tf.Session(graph=x.graph) as sess:
            assert (sess.run(x, feed)[:, 0] == 2 * sess.run(y, feed)).all()


def test_every_epoch_has_every_example_once_in_an_order_of_its_own():
    made = flat(batches(Y, 10, epochs=3, shuffle=True, seed=7))
    assert [sorted(epoch) for epoch in made] == 3 * [list(range(10))]
    assert len({tuple(epoch) for epoch in made}) == 3
    assert made == flat(batches(Y, 10, epochs=3, shuffle=True, seed=7))
    assert made != flat(batches(Y, 10, epochs=3, shuffle=True, seed=8))
    assert made[0] == [0, 1, 5, 7, 6, 9, 4, 3, 2, 8], "the order of a seed stays from version to version"


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_saved_position_goes_on_exactly(tmp_path, shuffle, after):
    def options(**more):
        return {"batch_size": 4, "epochs": 3, "shuffle": shuffle, **more}

    first = batches((X, Y), **options())
    for _ in range(after):
        next(first)
    first.position.save(tmp_path / "position.json")
    rest = [y.tolist() for _, y in first]
    again = batches((X, Y), **options(start=Position.load(tmp_path / "position.json")))
    assert len(again) == len(rest) == 9 - after
    assert [y.tolist() for _, y in again] == rest
    assert again.position.step == 9


def test_a_position_of_other_data_is_refused(tmp_path):
    position = batches(Y, 4, shuffle=True).position
    with pytest.raises(FeedError, match="saved with 10 examples, but these arrays have 9"):
        batches(Y[1:], 4, shuffle=True, start=position)
    with pytest.raises(FeedError, match="saved with shuffled examples: give shuffle=True"):
        batches(Y, 4, start=position)
    for broken in ("", "{}", '{"position": {"epoch": -1}}', '{"position": {"color": 1}}', "[1]"):
        (tmp_path / "p.json").write_text(broken)
        with pytest.raises(FeedError, match="p.json holds no saved position"):
            Position.load(tmp_path / "p.json")


@pytest.mark.parametrize(
    "arrays, said",
    [
        (lambda x, y: {x: X[:, :1]}, r"x:0 takes float32 \[\?, 2\], but the array for it, in batches, is float64 \[3, 1\]"),
        (lambda x, y: {x: X.ravel()}, r"x:0 takes float32 \[\?, 2\], but .* is float64 \[3\]"),
        (lambda x, y: {y: Y + 0.5}, r"y:0 takes int32 \[\?\], but .* is float64 \[3\]"),
        (lambda x, y: {x: np.array([["a", "b"]])}, r"x:0 takes float32 \[\?, 2\], but .* is <U1 \[3, 2\]"),
        (lambda x, y: {x: X, y: Y[1:]}, "same number of examples, got 10 for x:0, 9 for y:0"),
        (lambda x, y: (X, Y[1:]), "same number of examples, got 10 for array 0, 9 for array 1"),
        (lambda x, y: {x: X[:0]}, "no examples"),
        (lambda x, y: {x: X, y: 3}, "a single number: give what is the same in every batch as `feed`"),
        (lambda x, y: {tf.placeholder(tf.float32, [3, 2], "fixed"): X}, r"fixed:0 takes batches of 3 only.* has 1: give drop_remainder"),
        (lambda x, y: {tf.placeholder(tf.float32, [5, 2], "five"): X}, r"five:0 takes float32 \[5, 2\], .* \[3, 2\]"),
    ],
)
def test_what_does_not_fit_its_placeholder_is_refused_in_one_sentence(placeholders, arrays, said):
    with pytest.raises(FeedError, match=said) as refused:
        batches(arrays(*placeholders), 3)
    assert "\n" not in str(refused.value)


def test_what_only_loses_precision_fits(placeholders):
    x, y = placeholders
    anything = tf.placeholder(tf.float32)
    words = tf.placeholder(tf.string, [None])
    feed = next(batches({x: X.astype(np.uint8), y: Y.astype(np.int64), anything: X, words: np.array(list("abcdefghij"))}, 3))
    with tf.Session(graph=x.graph) as sess:
        assert sess.run(tf.identity(words), feed).tolist() == [b"a", b"b", b"c"]
        assert sess.run(tf.identity(x), feed).dtype == np.float32


def test_npy_files_are_mapped_not_read(tmp_path):
    np.save(tmp_path / "x.npy", X)
    assert isinstance(npy(tmp_path / "x.npy"), np.memmap)
    assert flat(batches((tmp_path / "x.npy", Y), 4, shuffle=True, seed=1).__next__()) == flat(
        batches((X, Y), 4, shuffle=True, seed=1).__next__()
    )
    (tmp_path / "cut.npy").write_bytes((tmp_path / "x.npy").read_bytes()[:-8])
    np.save(tmp_path / "objects.npy", np.array([{}], object), allow_pickle=True)
    np.savez(tmp_path / "several.npz", X)
    (tmp_path / "empty.npy").touch()
    for name in ("cut.npy", "objects.npy", "several.npz", "empty.npy"):
        with pytest.raises(FeedError, match=name):
            batches(tmp_path / name, 2)
    with pytest.raises(FileNotFoundError):
        batches(tmp_path / "none.npy", 2)


def test_data_set_hands_out_the_users_arrays_in_1_15s_order():
    mine = DataSet(X, Y, seed=3)
    batch, labels = mine.next_batch(4)
    np.random.seed(3)
    order = np.arange(10)
    np.random.shuffle(order)
    assert labels.tolist() == order[:4].tolist()
    np.testing.assert_array_equal(batch, X[order[:4]])
    assert batch.dtype == np.float64
    with pytest.raises(FeedError, match="10 examples and 9 labels"):
        DataSet(X, Y[1:])
