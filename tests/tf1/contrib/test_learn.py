"""Text processing of tf.contrib.learn, with 1.15's numbers."""

import numpy as np
import pytest


@pytest.fixture
def learn():
    import graphnotes.tf1 as tf

    return tf.contrib.learn


TEXTS = ["The TFRecord file isn't here", "a file of files, a file", "here-and-now THE end"]


def test_words_get_numbers_in_the_order_they_are_seen(learn):
    processor = learn.preprocessing.VocabularyProcessor(6)
    ids = np.array(list(processor.fit_transform(TEXTS)))
    assert ids.tolist() == [[1, 2, 3, 4, 5, 6], [7, 4, 8, 9, 7, 4], [10, 11, 12, 0, 0, 0]]
    assert len(processor.vocabulary_) == 13
    assert next(processor.transform(["nothing file"])).tolist() == [0, 4, 0, 0, 0, 0]
    assert list(processor.reverse([[1, 4, 0]])) == ["The file <UNK>"]


def test_rare_words_are_unknown(learn):
    processor = learn.preprocessing.VocabularyProcessor(4, min_frequency=1)
    ids = np.array(list(processor.fit_transform(TEXTS)))
    assert ids.tolist() == [[0, 0, 0, 1], [2, 1, 0, 0], [0, 0, 0, 0]]


def test_a_processor_is_saved_without_pickle(learn, tmp_path):
    path = str(tmp_path / "vocabulary")
    processor = learn.preprocessing.VocabularyProcessor(4).fit(TEXTS)
    processor.save(path)
    again = learn.preprocessing.VocabularyProcessor.restore(path)
    assert [a.tolist() for a in again.transform(TEXTS)] == [a.tolist() for a in processor.transform(TEXTS)]
    (tmp_path / "pickle").write_bytes(b"\x80\x03cbuiltins\nprint\n.")
    with pytest.raises(ValueError, match="pickle written by TensorFlow 1.15 is not read"):
        learn.preprocessing.VocabularyProcessor.restore(str(tmp_path / "pickle"))


def test_modes(learn):
    assert (learn.ModeKeys.TRAIN, learn.ModeKeys.EVAL, learn.ModeKeys.INFER) == ("train", "eval", "infer")
    with pytest.raises(ValueError, match="Invalid mode other"):
        learn.ModeKeys.validate("other")
