"""tensorflow.contrib.factorization.python.ops: clustering and the factorization of matrices."""

__all__: list[str] = []
