"""tf.contrib.image: images turned, moved and warped, and the transforms that do it."""

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
from graphnotes.tf1.overrides.contrib.image._warp import dense_image_warp

__all__ = [
    "angles_to_projective_transforms",
    "bipartite_match",
    "compose_transforms",
    "connected_components",
    "dense_image_warp",
    "flat_transforms_to_matrices",
    "matrices_to_flat_transforms",
    "rotate",
    "transform",
    "translate",
    "translations_to_projective_transforms",
]
