"""tensorflow.python.data.ops: what 1.15's had that today's lacks."""

__all__: list[str] = []
