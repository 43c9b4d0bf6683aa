"""tensorflow.examples.tutorials.mnist: its data (`input_data`) and its fully connected network (`mnist`)."""

__all__ = []
