"""tensorflow.contrib.input_pipeline.python: holds `ops`."""

__all__: list[str] = []
