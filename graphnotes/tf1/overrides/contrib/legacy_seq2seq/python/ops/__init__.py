"""tf.contrib.legacy_seq2seq.python.ops: private paths under which public code imports contrib."""

__all__: list[str] = []
