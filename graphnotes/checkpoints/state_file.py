"""The `checkpoint` state file of a directory: which checkpoint is the latest and which others are kept.

Source: python/training/checkpoint_state.proto, in protobuf's text format.
"""

from __future__ import annotations

import os
import re

from google.protobuf import text_format

from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.messages import new

STATE_FILE = "checkpoint"


def read_state(path: str) -> list[str]:
    """The prefixes a state file lists, oldest first, the latest last, relative ones resolved against its directory.

    A checkpoint that moved with its state file (an absolute path that is gone, the same name beside the state file)
    is found where it is now.
    """
    try:
        with open(path, encoding="utf-8") as file:
            state = text_format.Parse(file.read(1 << 20), new("CheckpointState"), allow_unknown_field=True)
    except OSError as error:
        raise CheckpointError(f"{path}: {error.strerror or error}") from None
    except (text_format.ParseError, UnicodeDecodeError) as error:
        raise CheckpointError(f"{path}: not a checkpoint state file ({str(error).splitlines()[0]})") from None
    if not state.model_checkpoint_path:
        raise CheckpointError(f"{path}: names no checkpoint (no model_checkpoint_path)")
    if any("\0" in listed for listed in (state.model_checkpoint_path, *state.all_model_checkpoint_paths)):
        raise CheckpointError(f"{path}: names a path that no file can have")
    older = [listed for listed in state.all_model_checkpoint_paths if listed != state.model_checkpoint_path]
    return [_resolve(listed, os.path.dirname(path)) for listed in [*older, state.model_checkpoint_path]]


def _resolve(listed: str, directory: str) -> str:
    listed = re.sub(r"-\?{5}-of-\d{5}$", "", listed)  # how a sharded V1 checkpoint is listed
    here = os.path.join(directory, os.path.basename(listed))
    if os.path.isabs(listed) and not _exists(listed) and _exists(here):
        return here
    return os.path.join(directory, listed)


def _exists(prefix: str) -> bool:
    return os.path.exists(prefix) or os.path.exists(prefix + ".index")


def state_text(prefix: str, older: list[str]) -> str:
    """The text of a state file beside the checkpoints, with `prefix` the latest and `older` kept before it."""
    names = [os.path.basename(path) for path in [*older, prefix]]
    state = new("CheckpointState", model_checkpoint_path=names[-1], all_model_checkpoint_paths=names)
    return text_format.MessageToString(state)
