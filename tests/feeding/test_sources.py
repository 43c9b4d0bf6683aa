"""TFRecord files and tf.data datasets as sources of batches."""

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.feeding import FeedError, TFRecords, batches, dataset_batches


@pytest.fixture
def records(tmp_path):
    """Two TFRecord files of 5 and 2 records: '0', '11', '222' ..."""
    paths = [str(tmp_path / "a.tfrecord"), str(tmp_path / "b.tfrecord")]
    contents = [str(i).encode() * (i + 1) for i in range(7)]
    for path, part in zip(paths, (contents[:5], contents[5:]), strict=True):
        with tf.python_io.TFRecordWriter(path) as writer:
            for content in part:
                writer.write(content)
    return paths, contents


def test_tfrecords_come_in_order_and_shuffled(records):
    paths, contents = records
    source = TFRecords(paths)
    assert (len(source), source.shape) == (7, (7,))
    assert [r for batch in batches(source, 3) for r in batch] == contents
    shuffled = [r for batch in batches(source, 3, shuffle=True, seed=1) for r in batch]
    assert shuffled != contents and sorted(shuffled) == contents
    with tf.Graph().as_default(), tf.Session() as sess:
        line = tf.placeholder(tf.string, [None])
        feed = next(batches({line: source}, 2))
        assert sess.run(tf.string_to_number(line), feed).tolist() == [0, 11]


def test_tfrecords_parsed(records):
    paths, _ = records
    source = TFRecords(paths, parse=lambda record: np.float32([len(record), int(record[:1])]))
    assert (source.shape, source.dtype) == ((7, 2), np.float32)
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [None, 2])
        assert next(batches({x: source}, 3))[x].tolist() == [[1, 0], [2, 1], [3, 2]]


def test_what_parse_may_not_give_is_one_sentence(records):
    paths, _ = records
    with pytest.raises(FeedError, match=r"a.tfrecord: parse gave several values of a record, tuple of 2; .* one TFRecords for each placeholder"):
        TFRecords(paths, parse=lambda record: (np.zeros(3), np.zeros(1)))
    with pytest.raises(FeedError, match=r"a.tfrecord: parse gave an example of shape \(2,\), of the first record \(1,\)"):
        list(batches(TFRecords(paths, parse=lambda record: np.frombuffer(record, np.uint8)), 2))


def test_broken_tfrecords_are_named(records, tmp_path):
    (path, _), _ = records
    with open(path, "rb") as file:
        data = file.read()
    broken = tmp_path / "broken.tfrecord"
    for cut in range(1, len(data)):
        broken.write_bytes(data[:cut])
        try:
            assert len(TFRecords(broken)) < 5  # cut between two records: a shorter, whole file
        except FeedError as error:
            assert "broken.tfrecord: the record at byte" in str(error) and "cut short" in str(error)
    for at in range(len(data)):
        broken.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(FeedError, match="broken.tfrecord: (no record starts at|the record at) byte"):
            list(batches(TFRecords(broken), 2))
    broken.write_bytes(b"")
    with pytest.raises(FeedError, match="no records"):
        TFRecords(broken)


def test_a_dataset_of_a_graph():
    with tf.Graph().as_default(), tf.Session() as sess:
        dataset = tf.data.Dataset.from_tensor_slices((np.arange(6.0), np.arange(6))).batch(2)
        x, y = tf.placeholder(tf.float32, [None]), tf.placeholder(tf.int32, [None])
        made = dataset_batches(dataset, (x, y))
        assert [sess.run(x + tf.cast(y, tf.float32), feed).tolist() for feed in made] == [[0, 2], [4, 6], [8, 10]]
        again = dataset_batches(dataset, start=made.position.__class__(step=2))
        assert [element[1].tolist() for element in again] == [[4, 5]]
        with pytest.raises(FeedError, match=r"takes int32 \[\?\], but the dataset's element is float64"):
            dataset_batches(dataset, (y, x))


def test_a_dataset_made_eagerly_fed_to_a_graph():
    from tensorflow import data
    from tensorflow.python.eager import context

    with context.eager_mode():
        dataset = data.Dataset.range(5).batch(2).map(lambda n: {"n": n})
    with tf.Graph().as_default(), tf.Session() as sess:
        n = tf.placeholder(tf.int64, [None])
        made = dataset_batches(dataset, {"n": n})
        assert [sess.run(2 * n, feed).tolist() for feed in made] == [[0, 2], [4, 6], [8]]
        assert made.position.step == 3
