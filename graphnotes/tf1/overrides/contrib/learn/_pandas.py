"""Arrays out of pandas frames; anything else is passed on as it is."""

from __future__ import annotations

import sys

_NUMBERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "bool")


def _is_frame(data) -> bool:
    pandas = sys.modules.get("pandas")  # who has a frame has imported it
    return pandas is not None and isinstance(data, pandas.DataFrame)


def _check(frame, what) -> None:
    bad = [f"'{column}' type='{frame[column].dtype.name}'" for column in frame if frame[column].dtype.name not in _NUMBERS]
    if bad:
        raise ValueError(f"Data types for extracting {what} must be int, float, or bool. Found: {', '.join(bad)}")


def extract_pandas_data(data):
    """A frame's values as float64 (tf.contrib.learn.extract_pandas_data).

    Raises:
        ValueError: a column that holds no numbers.
    """
    if not _is_frame(data):
        return data
    _check(data, "pandas data")
    return data.values.astype("float")


def extract_pandas_matrix(data):
    """A frame's values (tf.contrib.learn.extract_pandas_matrix)."""
    return data.values if _is_frame(data) else data


def extract_pandas_labels(labels):
    """The values of a frame with one column (tf.contrib.learn.extract_pandas_labels).

    Raises:
        ValueError: several columns, or no numbers.
    """
    if not _is_frame(labels):
        return labels
    if len(labels.columns) > 1:
        raise ValueError("Only one column for labels is allowed.")
    _check(labels, "labels")
    return labels.values
