"""The checkpoint rung's second half: each program's file, written as its own TensorFlow writes it, loaded into the other program."""

from __future__ import annotations

import os
import tempfile

import numpy as np
import tensorflow as tf

from graphnotes.equivalence import noise
from graphnotes.equivalence.differences import Difference, difference
from graphnotes.equivalence.recording import mode_arguments
from graphnotes.equivalence.side import NotAvailable, Side
from graphnotes.equivalence.trace import Trace


def held_in_file(prefix: str, keys: dict[str, str]) -> dict[str, np.ndarray]:
    """What a checkpoint holds under `keys` (name -> key in the file), by name."""
    reader = tf.train.load_checkpoint(prefix)
    return {name: np.asarray(reader.get_tensor(key)) for name, key in keys.items()}


def cross(old: Trace, old_side: Side | None, new: Side, names: dict[str, str]) -> tuple[list[Difference], str]:
    """Both directions, from OLD's initial values: the weights that arrive, and what the program computes with them.

    `names` maps OLD's variables to NEW's. Where OLD is a trace, its file is written from what the trace says it holds, and NEW's file
    has nowhere to go: the second value says so.
    """
    values = {n: v for n, v in old.under("initial").items() if n in names}
    if not values:
        return [], ""
    own = {names[n]: v for n, v in values.items()}
    with tempfile.TemporaryDirectory() as folder:
        found = _one_way(f"{folder}/old/model", old_side or _Written(), values, new, names, old, "OLD's file in NEW")
        if old_side is None:
            return found, "OLD is a trace: there is no session to load NEW's file into"
        back = {b: a for a, b in names.items()}
        found += _one_way(f"{folder}/new/model", new, own, old_side, back, old, "NEW's file in OLD")
    return found, ""


def _one_way(prefix, writer, values, reader, names, old, label):
    """`writer` saves `values`; `reader`, its own values wiped out, restores them from that file under its own `names`."""
    os.makedirs(os.path.dirname(prefix), exist_ok=True)
    try:
        writer.reset()
        writer.load(values)
        keys = writer.save(prefix)
        reader.reset()
        reader.load({names[n]: np.zeros_like(v) for n, v in values.items()})
        reader.restore(prefix, {names[n]: keys[n] for n in values})
        arrived = reader.read()
    except NotAvailable:
        return []
    except (tf.errors.OpError, ValueError, KeyError, TypeError) as error:
        note = f"{label}: {type(error).__name__}: {str(error).strip().splitlines()[0][:300]}"
        return [Difference("the file", "-", (), np.inf, np.inf, np.inf, 0.0, 0.0, False, note=note)]
    found = []
    for name, value in values.items():
        floor, allow = noise.allowed(Trace(""), "", value)
        found.append(difference(f"{name} ({label})", names[name], value, arrived[names[name]], float(floor), float(allow)))
    return found + _outputs(reader, old, label)


def _outputs(reader, old, label):
    """What the program computes with the file's weights, against OLD's outputs in inference."""
    wanted = old.under("forward/inference")
    draws = old.draws("forward/inference")
    if not wanted or not old.batches():
        return []
    batch = {"training": np.bool_(False)} | old.batches()[0] | mode_arguments(old.settings, "inference")
    try:
        outputs, _ = reader.forward(batch, False, draws)
    except NotAvailable:
        return []
    except Exception as error:  # noqa: BLE001 - whatever the user's program raises
        return [Difference(f"outputs ({label})", "-", (), np.inf, np.inf, np.inf, 0.0, 0.0, False, note=f"{type(error).__name__}: {str(error).strip().splitlines()[0][:300]}")]
    if len(outputs) == len(wanted) == 1:
        outputs = dict(zip(wanted, outputs.values(), strict=True))
    found = []
    for name in wanted:
        if name in outputs:
            floor, allow = noise.allowed(old, f"forward/inference/{name}", wanted[name])
            found.append(difference(f"{name} computed ({label})", name, wanted[name], outputs[name], float(floor), float(allow)))
    return found


class _Written:
    """Stands for an OLD that is a trace: writes the file TF1's Saver would have written, tensors under the variables' names."""

    def reset(self):
        self.values = {}

    def load(self, values):
        self.values = values

    def save(self, prefix):
        tensors = [tf.constant(v) for v in self.values.values()]
        tf.raw_ops.SaveV2(prefix=prefix, tensor_names=list(self.values), shape_and_slices=[""] * len(tensors), tensors=tensors)
        return {n: n for n in self.values}
