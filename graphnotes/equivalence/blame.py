"""An error of the user's own code, in one line that names the line of that code."""

from __future__ import annotations

import os
import traceback

from graphnotes.equivalence.side import OURS


def in_one_line(error: BaseException) -> str:
    """`"ArithmeticError at model.py line 7: no outputs today"`: its class, the innermost line that is the user's, its first words."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not any(own in f.filename for own in (*OURS, "importlib"))]
    own = [f for f in frames if "site-packages" not in f.filename] or frames
    place = f" at {os.path.basename(own[-1].filename)} line {own[-1].lineno}" if own else ""
    words = str(error).strip().splitlines()
    return f"{type(error).__name__}{place}: {words[0][:300] if words else 'no message'}"
