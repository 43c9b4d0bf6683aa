"""Reading checkpoints and initializing variables from them (tf.contrib.framework.load_checkpoint and its kind)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def load_checkpoint(filepattern: str):
    """A reader of a checkpoint, or of the latest one in a folder; ValueError when the folder has none."""
    filename = tf.train.latest_checkpoint(filepattern) if tf.gfile.IsDirectory(filepattern) else filepattern
    if filename is None:
        raise ValueError(f"Couldn't find 'checkpoint' file or checkpoints in given directory {filepattern}")
    return tf.train.NewCheckpointReader(filename)


def load_variable(checkpoint_dir: str, name: str):
    """A variable's value in a checkpoint, a NumPy array."""
    return load_checkpoint(checkpoint_dir).get_tensor(name.removesuffix(":0"))


def list_variables(checkpoint_dir: str) -> list[tuple[str, list[int]]]:
    """Names and shapes of a checkpoint's variables, sorted by name."""
    return sorted(load_checkpoint(checkpoint_dir).get_variable_to_shape_map().items())


def init_from_checkpoint(checkpoint_dir: str, assignment_map: dict) -> None:
    """Let variables' initializers read a checkpoint (`tf.train.init_from_checkpoint`)."""
    tf.train.init_from_checkpoint(checkpoint_dir, assignment_map)
