"""tf.contrib.seq2seq: decoders, helpers, attention, beam search, and the loss of sequences."""

from graphnotes.tf1.overrides.contrib.seq2seq._attention import (
    AttentionMechanism,
    BahdanauAttention,
    LuongAttention,
    hardmax,
)
from graphnotes.tf1.overrides.contrib.seq2seq._beam_search import (
    BeamSearchDecoder,
    FinalBeamSearchDecoderOutput,
    tile_batch,
)
from graphnotes.tf1.overrides.contrib.seq2seq._beam_step import (
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
)
from graphnotes.tf1.overrides.contrib.seq2seq._decoder import (
    BasicDecoder,
    BasicDecoderOutput,
    Decoder,
    dynamic_decode,
)
from graphnotes.tf1.overrides.contrib.seq2seq._gather_tree import gather_tree
from graphnotes.tf1.overrides.contrib.seq2seq._helpers import (
    CustomHelper,
    GreedyEmbeddingHelper,
    Helper,
    InferenceHelper,
    SampleEmbeddingHelper,
    TrainingHelper,
)
from graphnotes.tf1.overrides.contrib.seq2seq._loss import sequence_loss
from graphnotes.tf1.overrides.contrib.seq2seq._monotonic import (
    BahdanauMonotonicAttention,
    LuongMonotonicAttention,
    monotonic_attention,
    safe_cumprod,
)
from graphnotes.tf1.overrides.contrib.seq2seq._scheduled import (
    ScheduledEmbeddingTrainingHelper,
    ScheduledOutputTrainingHelper,
)
from graphnotes.tf1.overrides.contrib.seq2seq._wrapper import (
    AttentionWrapper,
    AttentionWrapperState,
)

__all__ = [
    "AttentionMechanism",
    "AttentionWrapper",
    "AttentionWrapperState",
    "BahdanauAttention",
    "BahdanauMonotonicAttention",
    "BasicDecoder",
    "BasicDecoderOutput",
    "BeamSearchDecoder",
    "BeamSearchDecoderOutput",
    "BeamSearchDecoderState",
    "CustomHelper",
    "Decoder",
    "FinalBeamSearchDecoderOutput",
    "GreedyEmbeddingHelper",
    "Helper",
    "InferenceHelper",
    "LuongAttention",
    "LuongMonotonicAttention",
    "SampleEmbeddingHelper",
    "ScheduledEmbeddingTrainingHelper",
    "ScheduledOutputTrainingHelper",
    "TrainingHelper",
    "dynamic_decode",
    "gather_tree",
    "hardmax",
    "monotonic_attention",
    "safe_cumprod",
    "sequence_loss",
    "tile_batch",
]
