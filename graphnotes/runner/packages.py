"""Installed packages that know TensorFlow 1 alone: imported by a legacy program, they are legacy code without being asked for."""

from __future__ import annotations

import functools
from importlib import metadata
from types import ModuleType

# import name -> (distribution, the first major version that knows TensorFlow 2; None if no version does)
_TENSORFLOW_1_ALONE: dict[str, tuple[str, int | None]] = {
    "edward": ("edward", None),
    "gpflow": ("gpflow", 2),
    "prettytensor": ("prettytensor", None),
    "stable_baselines": ("stable-baselines", None),
    "tensorlayer": ("tensorlayer", 2),
    "tflearn": ("tflearn", None),
}


@functools.cache
def needs_tensorflow_1(package: str) -> bool:
    """Whether the installed version of the top-level package `package` is known to have been written for TensorFlow 1 alone."""
    distribution, since = _TENSORFLOW_1_ALONE.get(package, ("", None))
    if not distribution:
        return False
    try:
        major = metadata.version(distribution).partition(".")[0]
    except metadata.PackageNotFoundError:
        return False
    return since is None or (major.isdigit() and int(major) < since)


def loaded(module: ModuleType) -> None:
    """Called with every legacy module once it has run: sets right what a package took from a TensorFlow before 1.15."""
    if module.__name__ == "edward.models.random_variable":  # takes over every operator of tensors; == was none before 1.15
        module.RandomVariable.__eq__ = lambda self, other: self is other
        module.RandomVariable.__ne__ = lambda self, other: self is not other
