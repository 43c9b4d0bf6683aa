"""What goes wrong with checkpoint files: one error type, each message one sentence naming the file or tensor."""

from __future__ import annotations


class CheckpointError(Exception):
    """A checkpoint can't be found, read, understood or written; the message says which file or tensor and why."""


class CorruptCheckpoint(CheckpointError):
    """The bytes of a checkpoint are not what was written: cut short, changed or missing.

    `file` is where, `tensor` the tensor it costs (or None when it is the index), `expected` and `found` are byte
    counts or checksums as text.
    """

    def __init__(self, message: str, *, file: str = "", tensor: str | None = None, expected: str = "", found: str = ""):
        super().__init__(message)
        self.file, self.tensor, self.expected, self.found = file, tensor, expected, found


def corrupt(file: str, what: str, *, tensor: str | None = None, expected: object = "", found: object = "") -> CorruptCheckpoint:
    """The error for broken bytes in `file`, its sentence put together from the same parts everywhere."""
    message = f"{file}: " + (f"tensor '{tensor}': " if tensor is not None else "") + what
    if expected != "" or found != "":
        message += f": expected {expected}, found {found}"
    return CorruptCheckpoint(message, file=file, tensor=tensor, expected=str(expected), found=str(found))
