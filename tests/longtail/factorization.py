"""Programs of tf.contrib.factorization's estimators. `python factorization.py` under TensorFlow 1.15.5 writes down their values."""

import json
import os
import tempfile

import numpy as np

_R = np.random.RandomState(9)
POINTS = np.concatenate([_R.randn(30, 2) + 4, _R.randn(30, 2) - 4, _R.randn(30, 2) * 0.5]).astype("f")
STARTS = POINTS[[0, 40, 70]]
RATINGS = (_R.rand(6, 2) @ _R.rand(2, 5)).astype("f")


def kmeans(tf, folder):
    """Lloyd's steps from given centres."""
    means = tf.contrib.factorization.KMeansClustering(3, folder, STARTS, use_mini_batch=False)

    def points():
        return tf.train.limit_epochs(tf.convert_to_tensor(POINTS), num_epochs=1)

    for _ in range(3):
        means.train(points)
    transformed = list(means.transform(points))[:3]
    return {
        "centers": means.cluster_centers(),
        "score": means.score(points),
        "index": list(means.predict_cluster_index(points)),
        "transformed": transformed,
        "variables": means.get_variable_names(),
    }


def mixture(tf, folder):
    """Expectation and maximisation from given centres, with full covariances."""
    gmm = tf.contrib.factorization.GMM(3, folder, initial_clusters=STARTS, covariance_type="full", random_seed=4)

    def points():
        return tf.constant(POINTS), None

    gmm.fit(input_fn=points, steps=6)
    score = gmm.score(input_fn=points, steps=1)
    return {"clusters": gmm.clusters(), "covariances": gmm.covariances(), "weights": gmm.weights(), "score": score}


def factors(tf, folder):
    """Four sweeps of alternating least squares."""
    wals = tf.contrib.factorization.WALSMatrixFactorization

    def ratings():
        where = [[i, j] for i in range(6) for j in range(5)]
        rows = tf.SparseTensor(where, tf.constant(RATINGS.ravel()), [6, 5])
        return {wals.INPUT_ROWS: rows, wals.INPUT_COLS: tf.sparse_transpose(rows), wals.PROJECT_ROW: tf.constant(True)}, None

    starts = {"row_init": np.ones((6, 2), "f"), "col_init": np.eye(5, 2).astype("f")}
    model = wals(6, 5, 2, 0.1, 0.01, max_sweeps=4, model_dir=folder, **starts)
    model.fit(input_fn=ratings, steps=8)
    return {"rows": model.get_row_factors()[0], "columns": model.get_col_factors()[0]}


PROGRAMS = [kmeans, mixture, factors]


def observe(tf, program):
    """The program's values, as JSON has them."""
    with tempfile.TemporaryDirectory() as folder:
        return _plain(program(tf, folder))


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(v) for v in value]
    return value.item() if isinstance(value, np.generic) else value


def main():
    import tensorflow as tf

    recorded = {program.__name__: observe(tf, program) for program in PROGRAMS}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "factorization.json"), "w") as out:
        json.dump(recorded, out, sort_keys=True, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    main()
