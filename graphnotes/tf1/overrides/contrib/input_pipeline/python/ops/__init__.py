"""tensorflow.contrib.input_pipeline.python.ops: holds `input_pipeline_ops`."""

__all__: list[str] = []
