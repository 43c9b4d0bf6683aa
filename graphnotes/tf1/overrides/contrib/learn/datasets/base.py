"""tf.contrib.learn.datasets.base: data sets from CSV files, and the tuples they come in."""

from __future__ import annotations

import collections
import csv

import numpy as np
from tensorflow.python.platform import gfile

from graphnotes.datasets.mnist import Datasets, maybe_download

__all__ = [
    "Dataset",
    "Datasets",
    "gfile",
    "load_csv_with_header",
    "load_csv_without_header",
    "maybe_download",
    "shrink_csv",
]

Dataset = collections.namedtuple("Dataset", ["data", "target"])


def load_csv_with_header(filename: str, target_dtype: object, features_dtype: object, target_column: int = -1) -> Dataset:
    """The CSV file `filename`, whose first line starts with the number of samples and of features.

    Returns:
        Dataset(data [samples, features] of features_dtype, target [samples] of target_dtype).

    Raises:
        ValueError: there are fewer lines than the header says (1.15 left zeros for them), a line has not that many
            features, or a value is not of its dtype.
        IndexError: there are more lines than the header says.
    """
    with gfile.Open(filename) as file:
        rows = csv.reader(file)
        samples, features = (int(n) for n in next(rows)[:2])
        data = np.zeros((samples, features), dtype=features_dtype)
        target = np.zeros((samples,), dtype=target_dtype)
        found = 0
        for row in rows:
            if found == samples:
                raise IndexError(f"{filename}: expected {samples} samples, as its header says, found more")
            target[found] = np.asarray(row.pop(target_column), dtype=target_dtype)
            if len(row) != features:
                raise ValueError(f"{filename}, sample {found + 1}: expected {features} features, found {len(row)}")
            data[found] = np.asarray(row, dtype=features_dtype)
            found += 1
    if found < samples:
        raise ValueError(f"{filename}: expected {samples} samples, as its header says, found {found}")
    return Dataset(data=data, target=target)


def load_csv_without_header(
    filename: str, target_dtype: object, features_dtype: object, target_column: int = -1
) -> Dataset:
    """The CSV file `filename`, all lines of which are samples: see `load_csv_with_header`."""
    data, target = [], []
    with gfile.Open(filename) as file:
        for row in csv.reader(file):
            target.append(row.pop(target_column))
            data.append(np.asarray(row, dtype=features_dtype))
    return Dataset(data=np.array(data), target=np.array(target, dtype=target_dtype))


def shrink_csv(filename: str, ratio: int) -> None:
    """Writes every `ratio`-th line of a CSV file, the first included, to the file `..._small.` beside it."""
    with gfile.Open(filename) as source, gfile.Open(filename.replace(".", "_small."), "w") as small:
        writer = csv.writer(small)
        for number, row in enumerate(csv.reader(source)):
            if number % ratio == 0:
                writer.writerow(row)
