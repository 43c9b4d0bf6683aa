"""tf.contrib.factorization.KMeans finds the clusters it is given."""

import numpy as np
import pytest

POINTS = np.array([[0, 0], [0, 1], [1, 0], [9, 9], [9, 8], [8, 9]], "f")


def _cluster(steps=10, **kwargs):
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        tf.set_random_seed(3)
        graph = tf.contrib.factorization.KMeans(tf.constant(POINTS), num_clusters=2, **kwargs).training_graph()
        scores, nearest, distances, initialized, init_op, train = graph
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            assert not session.run(initialized)
            session.run(init_op)
            assert session.run(initialized)
            for _ in range(steps):
                session.run(train)
            centers = session.run(next(v for v in tf.global_variables() if v.op.name == "clusters"))
            return centers, *session.run([nearest[0], distances[0], scores[0]])


@pytest.mark.parametrize("start", [POINTS[[0, 3]], "kmeans_plus_plus"], ids=["given", "kmeans++"])
def test_full_batches_move_centers_to_the_means(start):
    centers, nearest, distances, scores = _cluster(initial_clusters=start)
    order = np.argsort(centers[:, 0])
    np.testing.assert_allclose(centers[order], [[1 / 3, 1 / 3], [26 / 3, 26 / 3]], rtol=1e-4)
    assert len(set(nearest[:3])) == len(set(nearest[3:])) == 1 and nearest[0] != nearest[3]
    np.testing.assert_allclose(distances, scores.min(1), atol=1e-5)


@pytest.mark.parametrize("steps_per_iteration", [1, 3])
def test_mini_batches(steps_per_iteration):
    centers, nearest, _, _ = _cluster(
        steps=30,
        initial_clusters=POINTS[[1, 4]],
        use_mini_batch=True,
        mini_batch_steps_per_iteration=steps_per_iteration,
    )
    np.testing.assert_allclose(centers, [[1 / 3, 1 / 3], [26 / 3, 26 / 3]], atol=0.2)
    assert nearest.tolist() == [0, 0, 0, 1, 1, 1]


def test_cosine_distance_groups_by_direction():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        x = tf.constant([[1.0, 0.1], [5.0, 0.2], [0.1, 2.0], [0.2, 9.0]])
        graph = tf.contrib.factorization.KMeans(
            x, 2, initial_clusters=[[1.0, 0.0], [0.0, 1.0]], distance_metric="cosine", use_mini_batch=True
        ).training_graph()
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            session.run(graph[4])
            session.run(graph[5])
            assert session.run(graph[1])[0].tolist() == [0, 0, 1, 1]


def test_what_is_not_supported_says_so():
    import graphnotes.tf1 as tf

    with pytest.raises(ValueError, match="Unsupported distance metric 'other'"):
        tf.contrib.factorization.KMeans([], 2, distance_metric="other")
    with pytest.raises(NotImplementedError, match="'kmc2'"):
        tf.contrib.factorization.KMeans([], 2, initial_clusters="kmc2")


def test_the_op_that_initializes_is_1_15s():
    """Recorded: given centers are used as they are, and the inner condition gives the assigned flag."""
    import graphnotes.tf1 as tf

    with tf.Graph().as_default() as graph:
        inputs = tf.constant([[0.0, 0.0], [9.0, 9.0]])
        kmeans = tf.contrib.factorization.KMeans(inputs, 2, np.zeros((2, 2), "f"), use_mini_batch=False)
        init_op = kmeans.training_graph()[4]
        assert init_op.name == "cond/Merge:0"
        assert [tensor.name for tensor in init_op.op.inputs] == ["cond/cond_1/Merge:0", "cond/control_dependency:0"]
        assert graph.get_operation_by_name("cond/cond/Switch_1").inputs[0].name == "Const_1:0"
