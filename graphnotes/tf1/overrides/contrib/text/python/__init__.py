"""tensorflow.contrib.text.python: the processing of text."""

__all__: list[str] = []
