"""tf.contrib.compiler: compiling parts of a graph with XLA."""

__all__: list[str] = []
