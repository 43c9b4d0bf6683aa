"""`!pip install tensorflow==1.15` in a notebook: the TensorFlow that is here serves, and is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

_TENSORFLOW = {"tensorflow", "tensorflow-gpu", "tensorflow-cpu", "tf-nightly", "tf-nightly-gpu", "intel-tensorflow"}
# what today's TensorFlow runs on; the versions of 2019 would break it, or can't be built for today's Python
_ITS_OWN = {"keras", "numpy", "scipy", "h5py", "protobuf", "matplotlib", "scikit-learn", "tensorboard", "tensorflow-estimator"}
_INSTALL = re.compile(r"((?:sudo\s+)?(?:(?:\"[^\"]*\"|\S+)\s+-m\s+pip|\bpip[23]?(?:\.\d+)?|\bconda)\s+(?:-\S+\s+)*(un)?install\b)([^;&|\n]*)")
_NOTHING = "cd ."  # a command that does nothing, in every shell
_PROJECT = re.compile(r"['\"]?([A-Za-z][A-Za-z0-9._-]*?)(?:\[[^\]]*\])?['\"]?(?:[=<>!~].*)?$")


def without_tensorflow(command: str, run: Callable[[str], object]) -> object:
    """`run(command)`, where a `pip install` or `pip uninstall` in it leaves TensorFlow and what it needs alone, and says so.

    The rest of the command is run as it stands: the other packages of the same line are installed.
    """
    kept: list[str] = []
    changed = _INSTALL.sub(lambda found: _spared(found, kept), command)
    if kept:
        print(f"graphnotes: {', '.join(kept)}: left as it is; this notebook has TensorFlow 1.15 and what stands beside it already")
    return run(changed)


def _spared(found: re.Match, kept: list[str]) -> str:
    head, removes, rest = found.groups()
    words = rest.split()
    ours = [word for word in words if _is_ours(word, bool(removes))]
    kept += ours
    left = [word for word in words if word not in ours]
    if not ours:
        return found.group()
    if all(word.startswith("-") for word in left):
        return _NOTHING
    return f"{head} {' '.join(left)} "


def _is_ours(word: str, removes: bool) -> bool:
    known = _PROJECT.match(word)
    if known is None:
        return False
    name = known.group(1).lower().replace("_", "-")
    return name in _TENSORFLOW or (name in _ITS_OWN and (removes or bool(re.search(r"[=<~]", word))))
