"""tf.SparseTensor as in 1.15: making one does not look its shape's value up, which would mark a constant as not to be fed."""

from __future__ import annotations

from tensorflow.python.framework import ops, sparse_tensor
from tensorflow.python.ops import gen_sparse_ops

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


@rebuild("tensorflow.python.framework.sparse_tensor", "SparseTensorSpec._from_compatible_tensor_list")
def from_tensor_list(self, tensor_list):
    """A sparse element of a dataset: its shape is the one that was serialized, known in rank alone."""
    indices, values, shape = gen_sparse_ops.deserialize_sparse(tensor_list[0], self._dtype)
    indices.set_shape([None, self._shape.ndims])
    shape.set_shape([self._shape.ndims])
    return sparse_tensor.SparseTensor(indices, values, shape)
