"""Equivalents of ops that were compiled code of contrib: the values that TensorFlow 1.15.5 gave."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


@pytest.fixture(autouse=True)
def session():
    with tf.Graph().as_default(), tf.Session() as made:
        yield made


class TestResampler:
    def test_between_pixels_at_the_edge_and_outside(self, session):
        places = tf.constant([[[0.0, 0], [2, 2], [2.5, 2], [-0.5, 0], [-1, 0], [3, 0], [np.nan, 0]]])
        found = tf.contrib.resampler.resampler(tf.ones([1, 3, 3, 1]), places)
        assert found.shape.as_list() == [1, 7, 1]
        assert session.run(found).ravel().tolist() == [1, 1, 0.5, 0.5, 0, 0, 0]

    def test_gradients(self, session):
        draw = np.random.RandomState(1)
        data, warp = tf.constant(draw.rand(2, 4, 5, 3)), tf.constant(draw.rand(2, 3, 7, 2) * 8 - 2)
        found = tf.contrib.resampler.resampler(data, warp)
        gradients = tf.gradients(tf.reduce_sum(found * tf.constant(draw.rand(2, 3, 7, 3))), [data, warp])
        value, by_data, by_warp = session.run([found, *gradients])
        assert value.sum() == pytest.approx(11.659587, abs=1e-6)
        assert by_data.sum() == pytest.approx(12.223678, abs=1e-6)
        assert by_warp.sum() == pytest.approx(-0.643684, abs=1e-6)
        np.testing.assert_allclose(by_warp[0, 0, 2], [-0.84497, -0.01697], atol=1e-5)

    def test_batches_of_different_sizes(self):
        with pytest.raises(tf.errors.InvalidArgumentError, match="Batch size of data and warp tensor must be the same"):
            tf.contrib.resampler.resampler(tf.ones([2, 3, 3, 1]), tf.ones([1, 4, 2]))


class TestBipartiteMatch:
    def distances(self):
        return np.array([[5, 4, 3, 1], [1, 1, 5, 2], [6, 7, 8, 9]], "f")

    def test_the_nearest_first(self, session):
        rows, columns = session.run(tf.contrib.image.bipartite_match(self.distances(), -1))
        assert (rows.tolist(), columns.tolist()) == ([3, 0, 1], [1, 2, -1, 0])

    def test_of_so_many_rows_and_pairs(self, session):
        rows, columns = session.run(tf.contrib.image.bipartite_match(self.distances(), [2.0], top_k=1))
        assert (rows.tolist(), columns.tolist()) == ([3, -1, -1], [-1, -1, -1, 0])


class TestConnectedComponents:
    def test_parts_are_numbered_through_all_images(self, session):
        images = np.array([[[1, 0, 1], [1, 1, 1], [0, 0, 1]], [[0, 1, 0], [1, 0, 1], [0, 0, 1]]], bool)
        found = session.run(tf.contrib.image.connected_components(images))
        assert found.tolist() == [[[1, 0, 1], [1, 1, 1], [0, 0, 1]], [[0, 2, 0], [3, 0, 4], [0, 0, 4]]]
        assert found.dtype == np.int32

    @pytest.mark.parametrize("images", [[[2, 2, 0], [1, 2, 1]], [["b", "b", ""], ["a", "b", "a"]]], ids=["numbers", "strings"])
    def test_parts_are_of_one_value(self, session, images):
        assert session.run(tf.contrib.image.connected_components(np.array(images))).tolist() == [[1, 1, 0], [2, 1, 3]]

    def test_a_long_winding_part(self, session):
        spiral = np.zeros([9, 40], bool)
        spiral[::2] = True
        spiral[1::4, -1] = spiral[3::4, 0] = True
        assert session.run(tf.contrib.image.connected_components(spiral)).max() == 1

    def test_other_ranks(self):
        with pytest.raises(TypeError, match="rank 2"):
            tf.contrib.image.connected_components([True])


def test_seek_next_goes_round(session):
    from graphnotes.tf1.contrib.input_pipeline.python.ops import input_pipeline_ops

    following = input_pipeline_ops.seek_next(["a", "b", "c"], num_epochs=2)
    session.run(tf.global_variables_initializer())
    assert [session.run(following) for _ in range(6)] == [b"a", b"b", b"c"] * 2
    with pytest.raises(tf.errors.OutOfRangeError):
        session.run(following)
    assert tf.global_variables()[0].name == "obtain_next/obtain_next_counter:0"


def test_zero_initializer_is_for_variables_without_a_value(session):
    variable = tf.Variable(tf.ones([2, 3]))
    zeros = tf.contrib.framework.zero_initializer(variable)
    assert not session.run(zeros).any()
    with pytest.raises(tf.errors.InvalidArgumentError, match="input is already initialized"):
        session.run(zeros)


def test_skip_grams(session):
    from graphnotes.tf1.contrib.text.python.ops import gen_skip_gram_ops

    words = tf.constant(["the", "quick", "brown"])
    tokens, labels = session.run(gen_skip_gram_ops.skip_gram_generate_candidates(words, 1, 1, 0, -1, False))
    assert tokens.tolist() == [b"the", b"quick", b"quick", b"brown"]
    assert labels.tolist() == [b"quick", b"the", b"brown", b"quick"]
    tokens, labels = session.run(gen_skip_gram_ops.skip_gram_generate_candidates(tf.range(6), 2, 2, 1, 4, True))
    assert tokens.tolist() == [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4]
    assert labels.tolist() == [1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 2, 3, 4]


class TestFactorization:
    def test_the_step_of_alternating_least_squares(self, session):
        from graphnotes.tf1.contrib.factorization.python.ops import (
            gen_factorization_ops as ops,
        )

        factors, values = np.array([[1, 2], [3, 4]], "f"), np.array([0.5, 2], "f")
        entries, empty = np.array([[0, 1], [2, 0]], np.int64), np.zeros(0, "f")
        weights = np.array([1, 2], "f"), np.array([1, 1, 3], "f")
        left, right = session.run(
            ops.wals_compute_partial_lhs_and_rhs(factors, weights[0], 0.1, weights[1], entries, values, empty, np.int64(3), False)
        )
        np.testing.assert_allclose(left[0], 2 * np.outer(factors[1], factors[1]))
        assert not left[1].any()
        np.testing.assert_allclose(left[2], 3 * np.outer(factors[0], factors[0]))
        np.testing.assert_allclose(right, [2.1 * 0.5 * factors[1], [0, 0], 3.1 * 2 * factors[0]], rtol=1e-6)
        transposed = session.run(
            ops.wals_compute_partial_lhs_and_rhs(
                factors, weights[0], 0.1, weights[1], entries[:, ::-1], values, empty, np.int64(3), True
            )
        )
        np.testing.assert_array_equal(transposed[1], right)

    @pytest.mark.parametrize("transposed", [False, True])
    def test_masked_matmul(self, session, transposed):
        from graphnotes.tf1.contrib.factorization.python.ops import (
            gen_factorization_ops as ops,
        )

        a, b = np.arange(6, dtype="f").reshape(3, 2), np.arange(8, dtype="f").reshape(2, 4)
        given = (a.T, b.T) if transposed else (a, b)
        found = session.run(ops.masked_matmul(*given, np.array([[0, 1], [2, 3]], np.int64), transposed, transposed))
        assert found.tolist() == [(a @ b)[0, 1], (a @ b)[2, 3]]


def test_the_advice_about_boosted_trees():
    from graphnotes.tf1._advice import advice

    assert "TensorFlow Decision Forests" in advice("contrib.boosted_trees.estimator_batch")
    assert "compiled code" in advice("contrib.nearest_neighbor")
