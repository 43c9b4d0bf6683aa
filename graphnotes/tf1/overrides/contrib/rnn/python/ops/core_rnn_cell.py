"""tf.contrib.rnn.python.ops.core_rnn_cell: the names of tf.contrib.rnn."""

from graphnotes.tf1.overrides.contrib.rnn import *
from graphnotes.tf1.overrides.contrib.rnn import __all__ as _public
from graphnotes.tf1.overrides.contrib.rnn._linear import Linear as _Linear
from graphnotes.tf1.overrides.contrib.rnn._linear import linear as _linear

__all__ = [*_public, "_Linear", "_linear"]  # noqa: PLE0604
