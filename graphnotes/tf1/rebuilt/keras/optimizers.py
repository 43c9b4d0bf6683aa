"""Keras' optimizers: without a distribution strategy, gradients reach the update as they are."""

from __future__ import annotations

from tensorflow.python.distribute import distribute_lib

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.optimizers.utils", "all_reduce_sum_gradients")
def all_reduce_sum_gradients(grads_and_vars):
    """The gradients summed over replicas, of which there is one outside a strategy."""
    if distribute_lib.has_strategy():
        return all_reduce_sum_gradients.original(grads_and_vars)
    return list(grads_and_vars)
