"""tf.contrib.tfprof.tfprof_logger: what a graph does and holds, written for the profiler."""

from tensorflow.python.profiler.tfprof_logger import write_op_log

__all__ = ["write_op_log"]
