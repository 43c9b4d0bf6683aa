"""tensorflow.contrib.resampler.python: holds `ops`."""

__all__: list[str] = []
