"""tensorflow.contrib.factorization.python: holds `ops`."""

__all__: list[str] = []
