"""tf.keras.initializers (and tf.initializers) of TensorFlow 2.0: one that has no seed draws anew each time it is called.

tf-keras' draw the same values again, so layers that share one start as twins.
"""

from __future__ import annotations

import tf_keras
from tf_keras.src import backend

_NAMES = {
    "RandomNormal": ("random_normal",),
    "RandomUniform": ("random_uniform",),
    "TruncatedNormal": ("truncated_normal",),
    "VarianceScaling": ("variance_scaling",),
    "GlorotNormal": ("glorot_normal",),
    "GlorotUniform": ("glorot_uniform",),
    "HeNormal": ("he_normal",),
    "HeUniform": ("he_uniform",),
    "LecunNormal": ("lecun_normal",),
    "LecunUniform": ("lecun_uniform",),
    "Orthogonal": ("orthogonal",),
}


class _Anew:
    def __call__(self, shape, dtype=None, **kwargs):
        if self.seed is None:
            self._random_generator = backend.RandomGenerator(None, rng_type="stateless")
            self._used = False
        return super().__call__(shape, dtype, **kwargs)


def _anew(cls: type) -> type:
    return type(
        cls.__name__,
        (_Anew, cls),
        {"__doc__": cls.__doc__, "__module__": __name__, "_keras_api_names": (f"keras.initializers.{cls.__name__}",)},
    )


_CLASSES = {
    alias: _class
    for name, aliases in _NAMES.items()
    for _class in [_anew(getattr(tf_keras.initializers, name))]
    for alias in (name, *aliases)
}
globals().update(_CLASSES)
__all__ = list(_CLASSES)
