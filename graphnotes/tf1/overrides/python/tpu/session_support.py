"""Watching the workers of a TPU session; there are none here, so importing it is all there is."""

__all__: list[str] = []
