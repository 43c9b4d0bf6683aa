"""tensorflow.contrib.text: the processing of text."""

__all__: list[str] = []
