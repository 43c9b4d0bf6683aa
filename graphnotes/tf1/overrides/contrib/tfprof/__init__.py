"""tf.contrib.tfprof: the profiler under its old name."""

__all__: list[str] = []
