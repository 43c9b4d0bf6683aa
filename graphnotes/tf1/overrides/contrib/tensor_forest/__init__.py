"""tf.contrib.tensor_forest: random forests that grow online, by 1.15's algorithm.

1.15 grew them in compiled ops, which are gone. Here trees and their statistics are NumPy arrays, and the nodes call Python.
"""

__all__ = []
