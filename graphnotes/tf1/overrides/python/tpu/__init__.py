"""tensorflow.python.tpu: what estimators need of it on a machine without a TPU."""

__all__: list[str] = []
