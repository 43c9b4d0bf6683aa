"""tf.contrib.rnn: the core cells, contrib's own, their wrappers, and networks of them."""

from __future__ import annotations

from tensorflow.python.ops import rnn as _rnn

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._bidirectional import (
    stack_bidirectional_dynamic_rnn,
    stack_bidirectional_rnn,
)
from graphnotes.tf1.overrides.contrib.rnn._block import (
    GRUBlockCell,
    GRUBlockCellV2,
    LSTMBlockCell,
    LSTMBlockFusedCell,
    LSTMBlockWrapper,
)
from graphnotes.tf1.overrides.contrib.rnn._cells import LayerRNNCell
from graphnotes.tf1.overrides.contrib.rnn._frequency import (
    BidirectionalGridLSTMCell,
    GridLSTMCell,
    TimeFreqLSTMCell,
)
from graphnotes.tf1.overrides.contrib.rnn._fused import (
    FusedRNNCell,
    FusedRNNCellAdaptor,
    TimeReversedFusedRNN,
)
from graphnotes.tf1.overrides.contrib.rnn._grouped import (
    CompiledWrapper,
    GLSTMCell,
    PhasedLSTMCell,
)
from graphnotes.tf1.overrides.contrib.rnn._light import (
    IndRNNCell,
    IndyGRUCell,
    IndyLSTMCell,
    IntersectionRNNCell,
    SRUCell,
    UGRNNCell,
)
from graphnotes.tf1.overrides.contrib.rnn._lstm import (
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
    CoupledInputForgetGateLSTMCell,
    LayerNormBasicLSTMCell,
    NASCell,
)
from graphnotes.tf1.overrides.contrib.rnn._wrappers import (
    AttentionCellWrapper,
    EmbeddingWrapper,
    HighwayWrapper,
    InputProjectionWrapper,
    OutputProjectionWrapper,
)

_core = tf.nn.rnn_cell
BasicLSTMCell = _core.BasicLSTMCell
BasicRNNCell = _core.BasicRNNCell
DeviceWrapper = _core.DeviceWrapper
DropoutWrapper = _core.DropoutWrapper
GRUCell = _core.GRUCell
LSTMCell = _core.LSTMCell
LSTMStateTuple = _core.LSTMStateTuple
MultiRNNCell = _core.MultiRNNCell
RNNCell = _core.RNNCell
ResidualWrapper = _core.ResidualWrapper
static_bidirectional_rnn = tf.nn.static_bidirectional_rnn
static_rnn = tf.nn.static_rnn
static_state_saving_rnn = tf.nn.static_state_saving_rnn
best_effort_input_batch_size = _rnn._best_effort_input_batch_size
transpose_batch_time = _rnn._transpose_batch_time

__all__ = [
    "AttentionCellWrapper",
    "BasicLSTMCell",
    "BasicRNNCell",
    "BidirectionalGridLSTMCell",
    "CompiledWrapper",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "CoupledInputForgetGateLSTMCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "EmbeddingWrapper",
    "FusedRNNCell",
    "FusedRNNCellAdaptor",
    "GLSTMCell",
    "GRUBlockCell",
    "GRUBlockCellV2",
    "GRUCell",
    "GridLSTMCell",
    "HighwayWrapper",
    "IndRNNCell",
    "IndyGRUCell",
    "IndyLSTMCell",
    "InputProjectionWrapper",
    "IntersectionRNNCell",
    "LSTMBlockCell",
    "LSTMBlockFusedCell",
    "LSTMBlockWrapper",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerNormBasicLSTMCell",
    "LayerRNNCell",
    "MultiRNNCell",
    "NASCell",
    "OutputProjectionWrapper",
    "PhasedLSTMCell",
    "RNNCell",
    "ResidualWrapper",
    "SRUCell",
    "TimeFreqLSTMCell",
    "TimeReversedFusedRNN",
    "UGRNNCell",
    "best_effort_input_batch_size",
    "stack_bidirectional_dynamic_rnn",
    "stack_bidirectional_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
    "transpose_batch_time",
]
