"""tf.contrib.compiler.jit: the scope whose operations XLA may compile."""

from tensorflow.python.compiler.xla.jit import experimental_jit_scope

__all__ = ["experimental_jit_scope"]
