"""What a migration refuses, and how it says so."""

from __future__ import annotations


class CannotMigrate(ValueError):
    """Parts of a graph that have no TensorFlow 2 counterpart; `parts` names each, with the reason.

    Raised before anything is built or written.
    """

    def __init__(self, origin: str, parts: list[str]):
        self.origin = origin
        self.parts = parts
        listed = "".join(f"\n  - {part}" for part in parts)
        super().__init__(f"{origin} cannot be carried over to TensorFlow 2:{listed}")
