"""tf.contrib.eager.Variable: a resource variable, in graphs and eagerly."""

from tensorflow.python.ops.resource_variable_ops import ResourceVariable as Variable

__all__ = ["Variable"]
