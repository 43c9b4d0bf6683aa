"""tensorflow.models, the examples that came with TensorFlow until 0.8; its `rnn` was a library before tf.nn took it over."""

__all__ = []
