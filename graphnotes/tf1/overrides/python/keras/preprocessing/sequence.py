"""tensorflow.python.keras.preprocessing.sequence: functions that are public alone today."""

from tf_keras.preprocessing.sequence import (
    make_sampling_table,
    pad_sequences,
    skipgrams,
)

__all__ = ["make_sampling_table", "pad_sequences", "skipgrams"]
