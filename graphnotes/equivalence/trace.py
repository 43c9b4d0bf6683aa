"""What one program did, as a file: the answers to every question of the ladder, with their noise floor."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import zipfile
import zlib

import numpy as np

from graphnotes.equivalence.side import Draws, Variable

FORMAT = "graphnotes-trace-1"
LARGEST = 8 << 30  # bytes a trace may unpack to


@dataclasses.dataclass
class Trace:
    """Named arrays, under OLD's variable names: `initial/W`, `forward/training/logits`, `gradient/W`, `curve/loss` ...

    `floor` maps a key to how far rounding alone moved it; `unavailable` maps a rung to why the program has no answer.
    """

    origin: str
    variables: dict[str, Variable] = dataclasses.field(default_factory=dict)
    arrays: dict[str, np.ndarray] = dataclasses.field(default_factory=dict)
    floor: dict[str, np.ndarray] = dataclasses.field(default_factory=dict)
    unavailable: dict[str, str] = dataclasses.field(default_factory=dict)
    conditions: list[str] = dataclasses.field(default_factory=list)
    settings: dict = dataclasses.field(default_factory=dict)
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    errors: dict[str, str] = dataclasses.field(default_factory=dict)  # a rung on which the program raised

    def under(self, prefix: str) -> dict[str, np.ndarray]:
        """The arrays whose keys start with `prefix/`, without it."""
        return {k[len(prefix) + 1 :]: v for k, v in self.arrays.items() if k.startswith(f"{prefix}/")}

    def batches(self) -> list[dict[str, np.ndarray]]:
        """The training batches."""
        found: dict[int, dict] = {}
        for key, value in self.under("batch").items():
            index, _, name = key.partition("/")
            found.setdefault(int(index), {})[name] = value
        return [found[i] for i in sorted(found)]

    def draws(self, run: str) -> Draws | None:
        """What random ops drew in one run, or None where the program drew nothing."""
        found = self.under(f"draws/{run}")
        sites = self.arrays.get(f"sites/{run}")
        return Draws([found[k] for k in sorted(found, key=int)], None if sites is None else sites.tolist()) if found else None

    def save(self, path: str | os.PathLike) -> None:
        """Write it as an `.npz` (plain arrays and JSON, nothing pickled); nothing is left half-written."""
        about = {
            "format": FORMAT,
            "origin": self.origin,
            "variables": {n: dataclasses.asdict(v) for n, v in self.variables.items()},
            "unavailable": self.unavailable,
            "conditions": self.conditions,
            "settings": self.settings,
            "environment": self.environment,
        }
        arrays = {f"a:{k}": _plain(v) for k, v in self.arrays.items()} | {f"f:{k}": np.asarray(v) for k, v in self.floor.items()}
        names = dict(enumerate(arrays))
        about["names"] = list(arrays)
        partial = f"{os.fspath(path)}.part.npz"
        np.savez(partial, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **{str(i): arrays[k] for i, k in names.items()})
        os.replace(partial, path)

    @classmethod
    def load(cls, path: str | os.PathLike) -> Trace:
        """Read a trace.

        Raises:
          FileNotFoundError: no such file.
          ValueError: the file isn't a trace, is damaged, or would unpack to more than 8 GiB; the message names it.
        """
        path = os.fspath(path)
        try:
            with zipfile.ZipFile(path) as packed:
                size = sum(item.file_size for item in packed.infolist())
            if size > LARGEST:
                raise ValueError(f"{path}: unpacks to {size} bytes, more than the {LARGEST} allowed")
            with np.load(path, allow_pickle=False) as held:
                about = json.loads(bytes(held["about"]).decode())
                if about.get("format") != FORMAT:
                    raise ValueError(f"{path}: its format is {about.get('format')!r}, expected {FORMAT!r}")
                arrays = {name: held[str(i)] for i, name in enumerate(about["names"])}
            return cls(
                about["origin"],
                {n: Variable(v["name"], tuple(v["shape"]), v["dtype"], v["kind"]) for n, v in about["variables"].items()},
                {k[2:]: v for k, v in arrays.items() if k.startswith("a:")},
                {k[2:]: v for k, v in arrays.items() if k.startswith("f:")},
                about["unavailable"],
                about["conditions"],
                about["settings"],
                about["environment"],
            )
        except FileNotFoundError:
            raise
        except (zipfile.BadZipFile, zlib.error, KeyError, AttributeError, TypeError, UnicodeDecodeError, json.JSONDecodeError, EOFError, OSError) as error:
            raise ValueError(f"{path} is not a trace written by graphnotes verify --record ({error})") from error


def environment() -> dict[str, str]:
    """What the numbers may depend on: versions, processor, thread and oneDNN settings."""
    import tensorflow as tf

    return {
        "TensorFlow": tf.__version__,
        "NumPy": np.__version__,
        "Python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs",
        "TF_ENABLE_ONEDNN_OPTS": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "(default)"),
    }


def _plain(value):
    value = np.asarray(value)
    return value.astype("S") if value.dtype.kind == "O" else value
