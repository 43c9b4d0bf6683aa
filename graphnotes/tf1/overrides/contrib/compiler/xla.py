"""tf.contrib.compiler.xla: compiling a function with XLA."""

from tensorflow.python.compiler.xla.xla import compile

__all__ = ["compile"]
