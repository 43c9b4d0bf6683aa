"""tf.contrib.tensorboard: the configuration of TensorBoard's plugins."""

__all__: list[str] = []
