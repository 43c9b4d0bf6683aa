"""Any checkpoint into another format, whole or not at all."""

from __future__ import annotations

import os

from graphnotes.checkpoints.checkpoint import Checkpoint
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.keras_files import write_keras
from graphnotes.checkpoints.npz import write_npz
from graphnotes.checkpoints.safe_write import SafeWrite
from graphnotes.checkpoints.safetensors_files import write_safetensors
from graphnotes.checkpoints.state_file import STATE_FILE
from graphnotes.checkpoints.write import write_objects, write_v1, write_v2

FORMATS = ("v2", "v1", "npz", "safetensors", "objects", "keras", "keras3", "saved-model")
_BY_ENDING = {".npz": "npz", ".safetensors": "safetensors", ".weights.h5": "keras3", ".h5": "keras", ".hdf5": "keras"}
_IN_ONE_FILE = {
    "npz": write_npz,
    "safetensors": write_safetensors,
    "keras": write_keras,
    "keras3": lambda checkpoint, file: write_keras(checkpoint, file, keras3=True),
}


def convert(checkpoint: Checkpoint, path: str | os.PathLike[str], format: str | None = None, *, latest: bool | None = None,
            inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> None:
    """Writes `checkpoint` at `path` as `format`, one of FORMATS; without one the ending of `path` says it, else "v2".

    V2, V1: the MetaGraph of the source comes along. "objects" is a TF2 object checkpoint, "keras" the older Keras
    layout (by layer name), "keras3" that of `.weights.h5`. "saved-model" makes a SavedModel directory of the source's
    MetaGraph or of the frozen graph it is, with a signature from `inputs` and `outputs` (name -> tensor name), or those it had; a
    source without a graph becomes a TF2 SavedModel of variables. The latter two need TensorFlow. `latest`: see write_v2.

    Every value is written bit for bit; dtypes a format lacks are packed (see packing.py). Partitioned variables are
    stored whole, as every reader takes them. Raises CheckpointError, with what was at `path` untouched.
    """
    path = os.fspath(path)
    format = format or next((name for ending, name in _BY_ENDING.items() if path.endswith(ending)), "v2")
    if format not in FORMATS:
        raise CheckpointError(f"format '{format}' is not one of {', '.join(FORMATS)}")
    if format != "saved-model" and (os.path.isdir(path) or os.path.basename(path) in ("", STATE_FILE)):
        raise CheckpointError(f"'{path}' can't be the name of a checkpoint: it is a folder's, or the state file's")
    if format in _IN_ONE_FILE:
        with SafeWrite() as out, out.file(path) as file:
            _IN_ONE_FILE[format](checkpoint, file)
    elif format == "objects":
        write_objects(checkpoint, path, latest=latest)
    elif format == "saved-model":
        from graphnotes.checkpoints.write_saved_model import write_saved_model

        write_saved_model(checkpoint, path, inputs=inputs, outputs=outputs)
    else:
        (write_v1 if format == "v1" else write_v2)(checkpoint, path, meta=checkpoint.meta_graph(), latest=latest)
