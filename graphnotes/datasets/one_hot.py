"""Labels as one-hot rows."""

import numpy as np


def dense_to_one_hot(labels_dense: np.ndarray, num_classes: int) -> np.ndarray:
    """Each label as a row of zeros with a one at the label's place.

    Args:
        labels_dense: integer array of n labels in [0, num_classes).
        num_classes: the length of a row.

    Returns:
        A float64 array [n, num_classes].

    Raises:
        IndexError: a label is outside [0, num_classes). TensorFlow 1.15 raised this only when the stray one fell
            behind the last row, and marked a class of the neighbouring example otherwise.

    Source: tf.contrib.learn.datasets.mnist.dense_to_one_hot of TensorFlow 1.15.
    """
    labels = labels_dense.ravel()
    strays = np.flatnonzero((labels < 0) | (labels >= num_classes))
    if strays.size:
        raise IndexError(f"label {labels[strays[0]]} (example {strays[0]}): expected 0 to {num_classes - 1}")
    rows = np.zeros((labels_dense.shape[0], num_classes))
    rows[np.arange(labels_dense.shape[0]), labels] = 1
    return rows
