"""tf.SparseTensor as in 1.15: making one does not look its shape's value up, which would mark a constant as not to be fed."""

from __future__ import annotations

from tensorflow.python.framework import ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.framework.sparse_tensor", "SparseTensor.__init__")
def make(self, indices, values, dense_shape):
    """`tf.SparseTensor(indices, values, dense_shape)`; a constant shape can still be fed."""
    graph = ops.get_default_graph()
    graph.prevent_feeding = lambda tensor: None  # hides the method on this graph alone, for this call
    try:
        make.original(self, indices, values, dense_shape)
    finally:
        del graph.prevent_feeding
