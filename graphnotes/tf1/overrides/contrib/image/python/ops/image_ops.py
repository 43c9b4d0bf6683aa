"""tensorflow.contrib.image.python.ops.image_ops: the transforms of tf.contrib.image."""

from graphnotes.tf1.overrides.contrib.image._matching import (
    bipartite_match,
    connected_components,
)
from graphnotes.tf1.overrides.contrib.image._transforms import (
    angles_to_projective_transforms,
    compose_transforms,
    flat_transforms_to_matrices,
    matrices_to_flat_transforms,
    rotate,
    transform,
    translate,
    translations_to_projective_transforms,
)

__all__ = [
    "angles_to_projective_transforms",
    "bipartite_match",
    "compose_transforms",
    "connected_components",
    "flat_transforms_to_matrices",
    "matrices_to_flat_transforms",
    "rotate",
    "transform",
    "translate",
    "translations_to_projective_transforms",
]
