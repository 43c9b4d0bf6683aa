"""tensorflow.python.keras: what its modules held elsewhere than today's."""

__all__: list[str] = []
