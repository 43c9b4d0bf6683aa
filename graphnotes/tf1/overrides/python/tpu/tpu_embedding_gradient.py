"""Gradients of TPU embeddings; nothing of it works without a TPU, so importing it is all there is."""

__all__: list[str] = []
