"""Modules that no package brings back: what an import of one says beside that there is none."""

from __future__ import annotations

_ONLY_THERE = {
    "google.colab": "it is a part of Google's Colab and stands nowhere else; put the files that the notebook uploads or mounts beside it, and leave these lines out",
}


def why(name: str) -> str | None:
    """Why there can be no module of that dotted name, and what to do; None if a package might have it."""
    return next((said for module, said in _ONLY_THERE.items() if f"{name}.".startswith(f"{module}.")), None)

