"""What differs from `tf.compat.v1` at the top level of TensorFlow 1.15: `tf.<name>`.

The code stands in the private modules beside this one, by theme; each lists its names in `__all__`.
"""

from graphnotes.tf1.overrides import _version

_themes = (_version,)
__all__ = [name for theme in _themes for name in theme.__all__]
for _theme in _themes:
    globals().update({name: getattr(_theme, name) for name in _theme.__all__})
