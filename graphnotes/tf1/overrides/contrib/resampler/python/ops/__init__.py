"""tensorflow.contrib.resampler.python.ops: holds `resampler_ops`."""

__all__: list[str] = []
