"""Keras weights in HDF5: whole-model and weights-only `.h5`, `.weights.h5`, and the `.keras` archive of Keras 3.

Sources: legacy/saving/legacy_h5_format and saving/saving_lib of Keras. Files are data only: pickles are not used by the
format, and links and data sets that lie in other files are refused. Files written here carry a CRC-32C per data set.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint, Entry, strings
from graphnotes.checkpoints.dtypes import name_of_numpy
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.hdf5_probe import probe
from graphnotes.checkpoints.packing import pack, read_unpacked, unpacked_entries
from graphnotes.checkpoints.safetensors_files import checksum

if TYPE_CHECKING:
    import h5py

NATIVE = {"float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "bool", "complex64", "complex128"}
_CRC, _NAME = "graphnotes.crc32c", "name"
_KERAS3_PLACE = re.compile(r"(^|/)vars/\d+$")  # where a `.weights.h5` keeps a tensor, below its object's group
_ARCHIVED = "model.weights.h5"
_LIMIT = 16 << 30  # bytes of weights an archive may expand to
# the order in which Keras layers list their weights
_ORDER = ["embeddings", "kernel", "depthwise_kernel", "pointwise_kernel", "weights", "W", "w", "gamma", "recurrent_kernel",
          "bias", "biases", "b", "beta", "moving_mean", "moving_variance"]


class KerasFile(Checkpoint):
    """The weights in a Keras file.

    Weights of the older layout are called by their Keras names without `:0` (`dense/kernel`), those of Keras 3 by
    their place in the file (`layers/dense/vars/0`).
    """

    format = "Keras weights"

    def __init__(self, path: str):
        self.path = path
        self._data_sets: dict[str, str] = {}
        self._stored: dict[str, Entry] = {}
        with self._file() as file:
            for place, data in _data_sets(file, path):
                if data.dtype.kind == "V" or data.dtype.hasobject and not _is_text(data):
                    raise CheckpointError(f"{path}: '{place}' holds {data.dtype}, not an array of weights")
                name = self._name(file, place, data)
                self._data_sets[name] = place
                self._stored[name] = Entry(name, name_of_numpy(data.dtype), tuple(data.shape or ()), int(data.nbytes))
        self.entries = unpacked_entries(self._stored, path)

    def _name(self, file: h5py.File, place: str, data: h5py.Dataset) -> str:
        given = data.attrs.get(_NAME)
        short = place
        if isinstance(given, str) and _CRC in data.attrs:
            short = given
        elif place.endswith(":0"):  # <group of the layer>/<weight name>: the weight name alone is its Keras name
            layers = file.get("model_weights", file)
            listed = [_text(name) for name in _attribute_list(layers, "layer_names")]
            short = place.removeprefix("model_weights/").removesuffix(":0")
            layer = next((layer for layer in listed if short.startswith(f"{layer}/")), "")
            short = short.removeprefix(f"{layer}/")
        return place if short in self._data_sets else short

    def read(self, name: str) -> np.ndarray:
        return read_unpacked(self.entry(name), self._stored, self._read_data_set, self.path)

    def _read_data_set(self, key: str) -> np.ndarray:
        with self._file() as file:
            data = file[self._data_sets[key]]
            if data.nbytes > _LIMIT or (data.chunks and data.nbytes > 1032 * max(os.path.getsize(self.path), 1)):
                raise corrupt(self.path, "its stated size can't come from the file", tensor=key, found=f"{data.nbytes} bytes")
            if not data.chunks and data.nbytes > os.path.getsize(self.path):
                raise corrupt(self.path, "the file ends inside it", tensor=key,
                              expected=f"{data.nbytes} bytes", found=f"a file of {os.path.getsize(self.path)}")
            array = np.asarray(data[()])
            stored = data.attrs.get(_CRC)
        if array.dtype.kind in "SUO":
            return strings(array)
        array = array.astype(array.dtype.newbyteorder("="), copy=False)
        actual = checksum(array, name_of_numpy(array.dtype), array.shape)
        if stored is not None and stored != actual:
            raise corrupt(self.path, "checksum of its bytes", tensor=key, expected=stored, found=actual)
        return array

    @contextmanager
    def _file(self) -> Iterator[h5py.File]:
        import h5py

        try:
            source: str | io.BytesIO = self._unzip() if zipfile.is_zipfile(self.path) else self.path
            if trouble := probe(self.path):
                raise corrupt(self.path, trouble)
            with h5py.File(source, "r") as file:
                yield file
        except CheckpointError:
            raise
        except (OSError, KeyError, ValueError, TypeError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError,
                NotImplementedError, UnicodeDecodeError) as error:
            raise corrupt(self.path, f"not a readable Keras file ({error})") from None

    def _unzip(self) -> io.BytesIO:
        with zipfile.ZipFile(self.path) as archive:
            info = archive.getinfo(_ARCHIVED)
            if info.file_size > min(_LIMIT, info.compress_size * (1032 if info.compress_type else 1)):
                raise corrupt(self.path, f"the stated size of {_ARCHIVED} can't come from its bytes", found=f"{info.file_size} bytes")
            return io.BytesIO(archive.read(info))


def _data_sets(group: h5py.Group, path: str, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, h5py.Dataset]]:
    """Every data set below `group`, in file order; whatever lies in another file is refused."""
    import h5py

    if depth > 64:
        raise corrupt(path, f"groups are nested too deep at '{prefix}'")
    for key in group:
        place = prefix + key
        link = group.get(key, getlink=True)
        if not isinstance(link, h5py.HardLink):
            raise CheckpointError(f"{path}: '{place}' is a link to elsewhere, which is never followed")
        item = group[key]
        if isinstance(item, h5py.Group):
            yield from _data_sets(item, path, place + "/", depth + 1)
        elif isinstance(item, h5py.Dataset):
            if item.external or item.is_virtual:
                raise CheckpointError(f"{path}: the values of '{place}' lie in another file, which is never opened")
            yield place, item


def _is_text(data: h5py.Dataset) -> bool:
    import h5py

    return h5py.check_string_dtype(data.dtype) is not None


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _attribute_list(group: h5py.Group, key: str) -> list[object]:
    """A list attribute, which Keras splits as key0, key1 ... when it is too long for one."""
    if key in group.attrs:
        return list(group.attrs[key])
    out, part = [], 0
    while f"{key}{part}" in group.attrs:
        out += list(group.attrs[f"{key}{part}"])
        part += 1
    return out


def weight_rank(name: str) -> tuple[int, str]:
    """Where a weight stands among those of its layer, as Keras orders them (kernel, bias, ...)."""
    last = name.rsplit("/", 1)[-1]
    return _ORDER.index(last) if last in _ORDER else len(_ORDER), name


def layers_of(names: list[str]) -> dict[str, list[str]]:
    """The weights of each layer in Keras's order: a weight's layer is its scope, or its own name without one."""
    layers: dict[str, list[str]] = {}
    for name in names:
        layers.setdefault(name.rpartition("/")[0] or name, []).append(name)
    return {layer: sorted(weights, key=weight_rank) for layer, weights in layers.items()}


def write_keras(checkpoint: Checkpoint, file: BinaryIO, *, keras3: bool = False) -> None:
    """All tensors as a Keras weights file: the older `.h5` layout, or with `keras3` that of `.weights.h5`.

    The older one loads with `model.load_weights(path, by_name=True)` where layers are called like the scopes.
    """
    import h5py

    try:
        with h5py.File(file, "w") as out:
            _write_layers(checkpoint, out, keras3)
    except (OSError, RuntimeError) as error:
        raise CheckpointError(f"the HDF5 file could not be written ({error})") from None


def _write_layers(checkpoint: Checkpoint, out: h5py.File, keras3: bool) -> None:
    places = [name for name in checkpoint if keras3 and _KERAS3_PLACE.search(name)]
    for name in places:
        _write_in_place(checkpoint, name, out)
    if places:
        _add_empty_vars(out)
    layers = layers_of([name for name in checkpoint if name not in places])
    if not keras3:
        _write_list(out, "layer_names", [layer.encode() for layer in layers])
        out.attrs["backend"], out.attrs["keras_version"] = b"tensorflow", b"2.3.1"
    for layer, names in layers.items():
        try:
            group = out.require_group(f"layers/{layer}/vars" if keras3 else layer)
            written = []
            for name in names:
                for key, array, dtype in pack(checkpoint, name, NATIVE):
                    written.append(f"{key}:0".encode())
                    data = group.create_dataset(str(len(written) - 1) if keras3 else f"{key}:0", data=array)
                    data.attrs[_NAME], data.attrs[_CRC] = key, checksum(array, dtype, array.shape)
        except (ValueError, TypeError) as error:
            raise CheckpointError(f"layer '{layer}' can't be a group of a Keras file ({error}); rename it first") from None
        if not keras3:
            _write_list(group, "weight_names", written)


def _write_in_place(checkpoint: Checkpoint, name: str, out: h5py.File) -> None:
    """A tensor that came out of a `.weights.h5` goes back to where it was: `layers/dense/vars/0`."""
    try:
        for part, (key, array, dtype) in enumerate(pack(checkpoint, name, NATIVE)):
            data = out.create_dataset(key if part else name, data=array)
            data.attrs[_NAME], data.attrs[_CRC] = key, checksum(array, dtype, array.shape)
    except (ValueError, TypeError) as error:
        raise CheckpointError(f"'{name}' can't be a data set of a Keras file ({error}); rename it first") from None


def _add_empty_vars(group: h5py.Group) -> None:
    """Keras looks for `vars` in every object's group, also where the object has no weights of its own."""
    import h5py

    inner = [item for key, item in group.items() if isinstance(item, h5py.Group) and key != "vars"]
    group.require_group("vars")
    for item in inner:
        _add_empty_vars(item)


def _write_list(group: h5py.Group, key: str, values: list[bytes]) -> None:
    """A list attribute; one that is over HDF5's 64 kB is split as Keras does."""
    if sum(map(len, values)) < 60_000:
        group.attrs[key] = np.array(values, dtype=f"S{max(map(len, values), default=1)}") if values else np.array([], "S1")
        return
    longest = max(map(len, values))
    step = max(1, 60_000 // longest)
    for part, at in enumerate(range(0, len(values), step)):
        group.attrs[f"{key}{part}"] = np.array(values[at:at + step])
