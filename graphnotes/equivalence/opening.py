"""A side of `graphnotes verify` from what was typed on the command line."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping

import numpy as np

from graphnotes.equivalence.blame import in_one_line
from graphnotes.equivalence.side import Batch, Side
from graphnotes.equivalence.trace import Trace


class CannotOpen(ValueError):
    """What was named isn't a program; the message says what was looked for."""


class Opened:
    """A side or trace, with the batches and mode arguments it brings along."""

    def __init__(self, side: Side | Trace, batches: list[Batch] | None = None, training: Batch | None = None, inference: Batch | None = None):
        self.side, self.batches, self.training, self.inference = side, batches, training, inference
        self.is_trace = isinstance(side, Trace)

    def arguments(self) -> set[str]:
        """The names that batches give values to."""
        if self.is_trace:
            return {name for batch in self.side.batches() for name in batch} | set(self.side.settings["training"]) | set(self.side.settings["inference"])
        brought = {name for batch in self.batches or [] for name in batch} | set(self.training or {}) | set(self.inference or {})
        return brought | self.side.arguments()


class Opening:
    """A program named on the command line: found at once, a TF1 script started at once, opened by `open`.

    `what` is a trace (`.npz`), a TF1 script (`.py`), a TF2 object (`file.py:name`, `package.module:name`), a SavedModel or a
    checkpoint. `feeds`, `outputs`, `loss` and `train_op` name tensors of a graph that declares no signature. Until `open` is called
    TensorFlow isn't needed; `stop` ends a script that is no longer wanted.

    Raises:
      CannotOpen, FileNotFoundError: there is no such file or module.
    """

    def __init__(self, what: str, steps: int, feeds: Mapping[str, str], outputs: list[str], loss: str | None, train_op: str | None):
        self.what = what
        self.tensors = (feeds, outputs, loss, train_op)
        self.path, colon, self.name = what.rpartition(":")
        self.is_object = bool(colon) and self.name.isidentifier()
        self.is_graph = not self.is_object and not what.endswith((".py", ".npz"))
        self.steps = steps
        self._script = None
        self._find()

    def _find(self):
        if self.is_object and not self.path.endswith(".py"):
            if os.getcwd() not in sys.path:
                sys.path.insert(0, os.getcwd())  # as python -m would
            try:
                found = importlib.util.find_spec(self.path)
            except (ImportError, ValueError) as error:
                raise CannotOpen(f"{self.path}: no such module or file ({error})") from error
            if found is None:
                raise CannotOpen(f"{self.path}: no such module or file")
        file = self.path if self.is_object else self.what
        if file.endswith((".py", ".npz")) and not os.path.exists(file):
            raise FileNotFoundError(f"{file}: no such file")

    def start(self) -> None:
        """Start a TF1 script's process, if that is what this is."""
        if self.what.endswith(".py"):
            from graphnotes.equivalence.capture import Capture

            self._script = self._script or Capture(self.what, self.steps)

    def stop(self) -> None:
        """End the script's process."""
        if self._script is not None:
            self._script.stop()

    def open(self) -> Opened:
        """The program.

        Raises:
          CannotOpen, OSError, ValueError: see the message.
        """
        if self.what.endswith(".npz"):
            return Opened(Trace.load(self.what))
        if self.is_object:
            return Opened(_object(self.path, self.name))
        if self.what.endswith(".py"):
            from graphnotes.equivalence.capture import CannotCapture

            self.start()
            try:
                found = self._script.finish()
            except CannotCapture as error:
                raise CannotOpen(str(error)) from error
            found.side.origin = self.what
            return Opened(found.side, found.batches, found.training, found.inference)
        return _graph(self.what, *self.tensors)


def _object(path, name):
    from graphnotes.equivalence.tf2_side import TF2Side

    what = f"{path}:{name}"
    module = _told(f"{path} cannot be imported", lambda: _module(path))
    if not hasattr(module, name):
        close = difflib.get_close_matches(name, [n for n in vars(module) if not n.startswith("_")], 3, 0.5)
        raise CannotOpen(f"{path} has no {name!r}" + (f"; did you mean {' or '.join(close)}?" if close else ""))
    found = getattr(module, name)
    if isinstance(found, type) or not (hasattr(found, "variables") or isinstance(found, Side)):
        if not callable(found):
            raise CannotOpen(f"{what} is {type(found).__name__}, neither a model nor a class or function that makes one")
        found = _told(f"{what} cannot be built (it is called without arguments)", found)
    return found if isinstance(found, Side) else _told(f"{what} is no model", lambda: TF2Side(found, origin=what))


def _module(path):
    if not path.endswith(".py"):
        return importlib.import_module(path)
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(path))[0], path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _told(what, call):
    """`call()`; whatever the user's own code raises becomes one sentence, with the line of that code."""
    try:
        return call()
    except (Exception, SystemExit) as error:
        if isinstance(error, CannotOpen):
            raise
        raise CannotOpen(f"{what}: {in_one_line(error)}") from error


def _graph(what, feeds, outputs, loss, train_op):
    import tensorflow as tf

    from graphnotes.equivalence.legacy_side import LegacySide
    from graphnotes.equivalence.tf2_side import TF2Side
    from graphnotes.migrate.plan import Plan
    from graphnotes.migrate.source import open_legacy

    if os.path.isdir(what) and _is_tf2_saved_model(what):
        loaded = tf.saved_model.load(what)
        signature = loaded.signatures.get("serving_default") or next(iter(loaded.signatures.values()), None)
        if signature is None:
            raise CannotOpen(f"{what}: a SavedModel without signatures")
        names = {v.name.split(":")[0]: v for v in signature.variables}
        inputs = signature.structured_input_signature[1]

        def forward(**batch):
            return signature(**batch)

        forward.__signature__ = _signature_of(inputs)
        return Opened(TF2Side(loaded, forward=forward, names=names, origin=what), _random_batch({n: (s.shape, s.dtype) for n, s in inputs.items()}))
    try:
        model = open_legacy(what)
    except (ValueError, TypeError) as error:
        raise CannotOpen(str(error)) from error
    wanted = {argument_of(o): o for o in outputs}
    if not feeds and not outputs:
        if not model.signatures:
            raise CannotOpen(f"{what} declares no signature: name its tensors with --feed NAME=TENSOR and --output TENSOR")
        feeds, wanted = model.signatures.get("serving_default") or next(iter(model.signatures.values()))
    try:
        side = LegacySide(model, dict(feeds), wanted, loss, train_op)
    except KeyError as error:
        raise CannotOpen(str(error.args[0])) from error
    unfed = [p for p in Plan(side.model, side.feeds, [*side.outputs.values(), *filter(None, (loss, train_op))]).problems if "(Placeholder" in p]
    if unfed:
        raise CannotOpen(f"{what}: {unfed[0]}; name it with --feed NAME={unfed[0].split(' ')[0]}")
    side.fresh = False
    return Opened(side, _random_batch({n: (t.shape, t.dtype) for n, t in side.feeds.items()}))


def argument_of(tensor: str) -> str:
    """A name for a tensor as an output."""
    from graphnotes.migrate.names import argument_name

    return argument_name(tensor)


def _is_tf2_saved_model(path):
    from tensorflow.python.saved_model import loader_impl

    try:
        return loader_impl.parse_saved_model(path).meta_graphs[0].HasField("object_graph_def")
    except (OSError, IndexError):
        return False


def _signature_of(inputs):
    import inspect

    return inspect.Signature([inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY) for n in inputs])


def _random_batch(specs):
    """One batch of normal numbers (or small integers), the same every time; unknown sizes are 8."""
    generator = np.random.default_rng(0)
    batch = {}
    for name, (shape, dtype) in specs.items():
        size = [8 if d is None else d for d in (shape.as_list() if shape.rank is not None else [])]
        if dtype.is_floating:
            batch[name] = generator.normal(size=size).astype(dtype.as_numpy_dtype)
        elif dtype.is_integer:
            batch[name] = generator.integers(0, 2, size).astype(dtype.as_numpy_dtype)
        elif dtype.is_bool:
            batch[name] = np.zeros(size, bool)
        else:
            raise CannotOpen(f"input {name!r} is {dtype.name}: give a trace or a script, which bring their own data")
    return [batch]
