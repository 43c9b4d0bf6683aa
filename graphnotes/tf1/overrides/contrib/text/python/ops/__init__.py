"""tensorflow.contrib.text.python.ops: the processing of text."""

__all__: list[str] = []
