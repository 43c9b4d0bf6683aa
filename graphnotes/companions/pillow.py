"""Pillow before 10: the names of the resampling filters it has dropped."""

from __future__ import annotations

import types
from functools import cache

from graphnotes.companions.proxy import Companion, real_module


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import PIL` and what is below it."""
    real = real_module(name)
    if name == "PIL" and real is not None:
        return Companion(real, {"Image": redirect("PIL.Image")})
    if name == "PIL.Image" and real is not None:
        return Companion(real, {"ANTIALIAS": real.LANCZOS, "LINEAR": real.BILINEAR, "CUBIC": real.BICUBIC})
    return real
