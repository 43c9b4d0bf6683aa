"""tf.contrib.slim.nets: known networks for images, with 1.15's variables, so that their published checkpoints load."""

__all__: list[str] = []
