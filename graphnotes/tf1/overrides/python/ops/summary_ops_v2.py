"""tensorflow.python.ops.summary_ops_v2: writing summaries into a database left TensorFlow."""

__all__ = ["create_db_writer"]


def create_db_writer(*args, **kwargs):
    raise NotImplementedError(
        "tf.contrib.summary.create_db_writer wrote to SQLite, which today's TensorFlow no longer does; use create_file_writer"
    )
