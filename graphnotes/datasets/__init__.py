"""Data sets for the notes' programs: MNIST, the IDX files it comes in, and batches as TensorFlow 1.15 gave them.

Nothing here imports TensorFlow.

    from graphnotes.datasets import mnist
    digits = mnist.read_data_sets(one_hot=True)
    images, labels = digits.train.next_batch(100)
"""

from graphnotes.datasets.dataset import DataSet
from graphnotes.datasets.idx import IdxError, read_idx
from graphnotes.datasets.one_hot import dense_to_one_hot

__all__ = ["DataSet", "IdxError", "dense_to_one_hot", "read_idx"]
