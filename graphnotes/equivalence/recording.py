"""Ask a side every question of the ladder, and write down the answers."""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
import zlib
from collections.abc import Callable

import numpy as np

from graphnotes.equivalence.blame import in_one_line
from graphnotes.equivalence.names import RUNGS
from graphnotes.equivalence.random_replay import Misaligned
from graphnotes.equivalence.side import Batch, NotAvailable, Side
from graphnotes.equivalence.trace import Trace, environment

UPDATES = 3  # optimizer updates with designed gradients: the first, and two in which slots and bias corrections count
EPSILON = float(np.finfo(np.float32).eps)


def record(
    side: Side,
    batches: list[Batch],
    steps: int = 20,
    training: Batch | None = None,
    inference: Batch | None = None,
    rungs=RUNGS,
    start: dict[str, np.ndarray] | None = None,
    names: dict[str, str] | None = None,
    replay: Trace | None = None,
    perturb: np.random.Generator | None = None,
    nudge: int = 0,
    progress: Callable[[str], None] = lambda what: None,
) -> Trace:
    """What `side` answers on every rung.

    Arguments:
      batches: the training batches, argument name -> array; repeated when there are fewer than `steps`.
      training, inference: arguments that differ between the two modes (`{"keep_prob": 0.5}` and `{"keep_prob": 1.0}`).
      start: initial values to load first; names: OLD's name -> this side's name (default: the same).
      replay: a trace whose random draws are used in place of the side's own.
      perturb: move every weight and every input by up to one rounding error (a control for the noise floor).
      nudge: +1 or -1 moves the optimizer's settings to the next float up or down, where the side can (another control).
    """
    side.nudge = nudge
    recorder = _Recorder(side, names, start, replay, perturb, training or {}, inference or {})
    trace = recorder.trace
    if side.batches is not None:
        batches = side.batches
    batches = [side.as_fed(batch) for batch in batches]
    trace.settings = {"steps": steps, "training": _floats(training), "inference": _floats(inference), "rungs": list(rungs)}
    for index in range(min(steps, len(batches))):
        for name, value in batches[index].items():
            trace.arrays[f"batch/{index}/{name}"] = np.asarray(value)
    questions = {
        "forward": recorder.forward,
        "loss": recorder.gradients,
        "update": recorder.update,
        "training": lambda b: recorder.train(b, steps, progress),
        "checkpoint": recorder.checkpoint,
    }
    for rung, question in questions.items():
        if rung not in rungs and not (rung == "loss" and "gradients" in rungs) and not (rung == "training" and "metric" in rungs):
            continue
        progress(rung)
        try:
            question(batches)
        except NotAvailable as reason:
            trace.unavailable[rung] = str(reason)
            if rung == "loss":
                trace.unavailable["gradients"] = str(reason)
        except Misaligned:
            raise
        except Exception as error:  # whatever a program that is another model raises on OLD's batches and values
            if names is None:
                raise
            trace.errors[rung] = raised(error)
    if "metric" in rungs:
        with contextlib.suppress(_Noted):
            recorder.metric(batches)
    side.reset()
    return trace


def raised(error: Exception) -> str:
    """One line on what NEW raised."""
    return f"NEW raised {in_one_line(error)}"


class _Noted(Exception):
    pass


class _Recorder:
    def __init__(self, side, names, start, replay, perturb, training, inference):
        self.side = side
        own = side.variables()
        self.of_new = names is not None
        self.names = names if names is not None else {n: n for n, v in own.items() if v.kind != "other"}
        self.trace = Trace(side.origin, {n: own[new] for n, new in self.names.items()}, environment=environment())
        self.replay = replay
        self.perturb = perturb
        self.modes = {True: training, False: inference}
        side.reset()
        for old, value in self._read().items():
            self.trace.arrays[f"own_initial/{old}"] = value
        self.start = {n: self._moved(v) for n, v in (start or self._read()).items() if n in self.names}
        for old, value in self.start.items():
            self.trace.arrays[f"initial/{old}"] = value

    def _moved(self, value):
        value = np.asarray(value)
        if self.perturb is None or value.dtype.kind != "f" or value.ndim == 0:
            return value
        return (value * (1 + EPSILON * self.perturb.uniform(-1, 1, value.shape))).astype(value.dtype)

    def _read(self):
        own = self.side.read()
        return {old: own[new] for old, new in self.names.items() if new in own}

    def _restart(self, values=None):
        self.side.reset()
        self.side.load({self.names[n]: v for n, v in (values or self.start).items()})

    def _batch(self, batch, training):
        return {"training": np.bool_(training)} | {n: self._moved(v) for n, v in batch.items()} | self.modes[training]

    def _draws(self, run, drawn=None):
        if drawn is not None:
            for index, value in enumerate(drawn):
                self.trace.arrays[f"draws/{run}/{index}"] = value
            if drawn and getattr(drawn, "sites", None) is not None:
                self.trace.arrays[f"sites/{run}"] = np.array(drawn.sites)
            return None
        return self.replay.draws(run) if self.replay is not None else None

    def _in_old_names(self, values):
        back = {new: old for old, new in self.names.items()}
        return {back[n]: v for n, v in values.items() if n in back}

    def forward(self, batches):
        for mode, training in (("inference", False), ("training", True)):
            self._restart()
            outputs, drawn = self.side.forward(self._batch(batches[0], training), training, self._draws(f"forward/{mode}"))
            self._draws(f"forward/{mode}", drawn)
            for name, value in outputs.items():
                self.trace.arrays[f"forward/{mode}/{name}"] = value

    def gradients(self, batches):
        self._restart()
        loss, gradients, drawn = self.side.loss_and_gradients(self._batch(batches[0], True), self._draws("loss"))
        self._draws("loss", drawn)
        self.trace.arrays["loss/loss"] = np.float64(loss)
        for name, value in self._in_old_names(gradients).items():
            self.trace.arrays[f"gradient/{name}"] = value

    def update(self, batches):
        weights = {n: v for n, v in self.trace.variables.items() if v.kind == "weight"}
        for start in ("initial", "zero"):
            values = {n: (np.zeros_like(v) if start == "zero" and n in weights else v) for n, v in self.start.items()}
            self._restart(values)
            for step in range(UPDATES):
                designed = {self.names[n]: self._moved(designed_gradient(n, v.shape, step)) for n, v in weights.items()}
                self.side.apply(designed, self._batch(batches[0], True))
            after = self._read()
            for name in weights:
                moved = after[name].astype(np.float64) - values[name].astype(np.float64)
                self.trace.arrays[f"update/from_{start}/{name}"] = moved.astype(np.float32)
        back = {new: old for old, new in self.names.items()}
        for key, value in self.side.slots().items():
            name, _, slot = key.rpartition("/")
            if name in back:
                self.trace.arrays[f"update/slot/{back[name]}/{slot}"] = value

    def train(self, batches, steps, progress):
        self._restart()
        curve, prints = [], {n: [] for n in self.start}
        try:
            for step in range(steps):
                progress(f"training step {step + 1} of {steps}")
                batch = self._batch(batches[step % len(batches)], True)
                loss, drawn = self.side.train_step(batch, self._draws(f"step/{step}"))
                self._draws(f"step/{step}", drawn)
                curve.append(loss)
                for name, value in self._read().items():
                    prints[name].append(_fingerprint(np.asarray(value)))
        finally:
            if curve:
                self.trace.arrays["training/loss"] = np.array(curve)
                for name, rows in prints.items():
                    self.trace.arrays[f"fingerprint/{name}"] = np.array(rows)
                for name, value in self._read().items():
                    self.trace.arrays[f"training/weights/{name}"] = value

    def checkpoint(self, batches):
        """What the side's own file holds; `crossing` loads it into the other program."""
        from graphnotes.equivalence.crossing import held_in_file

        self._restart()
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(f"{folder}/saved")
            held = held_in_file(f"{folder}/saved/model", self.side.save(f"{folder}/saved/model"))
        for name, value in self._in_old_names(held).items():
            self.trace.arrays[f"checkpoint/file/{name}"] = value

    def metric(self, batches):
        """With OLD's weights from after the training steps, on the first batch in inference mode."""
        trained = (self.replay or self.trace).under("training/weights")
        self._restart(self.start | {n: v for n, v in trained.items() if n in self.start})
        try:
            value = self.side.metric(self._batch(batches[0], False))
        except NotAvailable as reason:
            self.trace.unavailable["metric"] = str(reason)
            raise _Noted from reason
        except Exception as error:  # as for the other rungs
            if not self.of_new:
                raise
            self.trace.errors["metric"] = raised(error)
            raise _Noted from error
        self.trace.arrays["metric/metric"] = np.float64(value)


@functools.lru_cache(maxsize=256)
def designed_gradient(name: str, shape, step: int) -> np.ndarray:
    """A gradient whose elements span nine orders of magnitude, so that an epsilon, a beta or a decay shows in some of them."""
    generator = np.random.default_rng([zlib.crc32(name.encode()), step])
    size = 10.0 ** generator.uniform(-8, 1, shape)
    return (np.where(generator.random(shape) < 0.5, -size, size)).astype(np.float32)


def _fingerprint(value):
    """Sum and length of a tensor: enough to see at which step two programs part."""
    if value.dtype.kind not in "fiu":
        return [0.0, 0.0]
    flat = value.ravel().astype(np.float64)
    return [float(flat.sum()), float(np.sqrt(flat @ flat))]


def mode_arguments(settings: dict, mode: str) -> Batch:
    """The arguments of a mode ("training" or "inference") as a trace's settings keep them."""
    return {n: np.asarray(v) if isinstance(v, bool) else np.asarray(v, np.float32) for n, v in settings.get(mode, {}).items()}


def _floats(values):
    return {k: np.asarray(v).tolist() for k, v in (values or {}).items()}
