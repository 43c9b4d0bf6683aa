"""tf.contrib.tensorboard.plugins.projector: tells TensorBoard which variables are embeddings, and their labels."""

from __future__ import annotations

import os

from google.protobuf import text_format

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensorboard.plugins.projector._config import (
    EmbeddingInfo,
    ProjectorConfig,
    SpriteMetadata,
)


def visualize_embeddings(summary_writer, config) -> None:
    """Write a ProjectorConfig as `projector_config.pbtxt` into the writer's logdir; ValueError when it has none."""
    logdir = summary_writer.get_logdir()
    if logdir is None:
        raise ValueError("Summary writer must have a logdir")
    with tf.gfile.GFile(os.path.join(tf.compat.as_str_any(logdir), "projector_config.pbtxt"), "w") as file:
        file.write(text_format.MessageToString(config))


__all__ = ["EmbeddingInfo", "ProjectorConfig", "SpriteMetadata", "visualize_embeddings"]
