"""tf.contrib.crf: linear-chain conditional random fields."""

from graphnotes.tf1.overrides.contrib.crf._decode import (
    CrfDecodeBackwardRnnCell,
    CrfDecodeForwardRnnCell,
    crf_decode,
    viterbi_decode,
)
from graphnotes.tf1.overrides.contrib.crf._likelihood import (
    CrfForwardRnnCell,
    crf_binary_score,
    crf_log_likelihood,
    crf_log_norm,
    crf_multitag_sequence_score,
    crf_sequence_score,
    crf_unary_score,
)

__all__ = [
    "CrfDecodeBackwardRnnCell",
    "CrfDecodeForwardRnnCell",
    "CrfForwardRnnCell",
    "crf_binary_score",
    "crf_decode",
    "crf_log_likelihood",
    "crf_log_norm",
    "crf_multitag_sequence_score",
    "crf_sequence_score",
    "crf_unary_score",
    "viterbi_decode",
]
