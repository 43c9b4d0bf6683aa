"""Gradient descent on rows of a resource variable: the learning rate as it was given, not as a tensor made before."""

from __future__ import annotations

from tensorflow.python.ops import resource_variable_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild(
    "tensorflow.python.training.gradient_descent",
    "GradientDescentOptimizer._resource_apply_sparse_duplicate_indices",
)
def scatter_add(self, grad, handle, indices):
    return resource_variable_ops.resource_scatter_add(handle.handle, indices, -grad * self._learning_rate)
