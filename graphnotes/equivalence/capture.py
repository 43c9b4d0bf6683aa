"""Watch a TF1 script train, and keep what the ladder needs: graph, initial values, batches, and which tensors matter.

`python -m graphnotes.equivalence.capture STEPS FOLDER SCRIPT [ARGS]` runs the script as `graphnotes run` would and stops it after
STEPS training steps. The script's own names for its tensors (`x`, `keep_prob`, `cost`) become the names of arguments and outputs.
"""

from __future__ import annotations

import json
import os
import re
import sys

import numpy as np

from graphnotes.equivalence.blame import in_one_line
from graphnotes.equivalence.child import Child
from graphnotes.equivalence.side import Batch

_HOLDS = ("VariableV2", "VarHandleOp")


class CannotCapture(ValueError):
    """The script didn't show a training step; the message says what was seen."""


class Captured:
    """A script's program: the side, its batches, and the arguments of the two modes."""

    def __init__(self, folder: str):
        from graphnotes.equivalence.bundle import open_bundle
        from graphnotes.equivalence.legacy_side import LegacySide

        model, given = open_bundle(f"{folder}/bundle")
        self.side = LegacySide(model, **given)
        with open(f"{folder}/modes.json") as file:
            modes = json.load(file)
        self.training, self.inference = ({k: np.asarray(v, np.float32) for k, v in modes[m].items()} for m in ("training", "inference"))
        with np.load(f"{folder}/batches.npz", allow_pickle=False) as held:
            self.batches: list[Batch] = [{n: held[f"{i}:{n}"] for n in modes["arguments"]} for i in range(modes["steps"])]


class Capture:
    """`script`, running in a process of its own from now on; `finish` waits for it and returns its program, `stop` ends it.

    Starting it needs no TensorFlow here, so that the two processes can import theirs at the same time.
    """

    def __init__(self, script: str, steps: int, args: tuple[str, ...] = ()):
        self.script = script
        self.child = Child("graphnotes.equivalence.capture", lambda folder: [str(steps), folder, os.path.abspath(script), *args])

    def finish(self) -> Captured:
        """The program.

        Raises:
          CannotCapture: it ended without a training step, or failed; the message has its last words.
        """
        try:
            if self.child.failed() or not os.path.exists(f"{self.child.folder}/modes.json"):
                words = self.child.words().splitlines()
                raise CannotCapture(f"{self.script}: {words[-1] if words else 'it ended without a training step'}")
            return Captured(self.child.folder)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the process, if it still runs, and remove its files."""
        self.child.stop()


class _Enough(BaseException):
    """Ends the script once there are enough steps."""


class _Watch:
    """Sees every `session.run` of the script."""

    def __init__(self, steps, folder, names):
        self.steps, self.folder, self.names = steps, folder, names
        self.train = None
        self.batches: list[dict] = []
        self.other_feeds: dict[str, np.ndarray] = {}
        self.values: dict = {}
        self.inside = False

    def before(self, session, fetches, feed_dict):
        train = next((f for f in _flat(session.graph, fetches) if _trains(f)), None)
        feed = {_element(session.graph, k).name: np.asarray(v) for k, v in (feed_dict or {}).items()}
        if train is None:
            self.other_feeds |= {k: v for k, v in feed.items() if v.ndim == 0}
            return
        if self.train is None:
            from graphnotes.migrate.source import from_session

            self.train, self.graph = train, session.graph
            self.fetched = _flat(session.graph, fetches)
            self.model = from_session(session, os.path.basename(sys.argv[0]))
        if train is self.train:
            self.batches.append(feed)

    def after(self):
        if len(self.batches) >= self.steps:
            raise _Enough

    def _as_fed(self, batch, tensor):
        """In the placeholder's dtype, as the session fed it."""
        return batch[tensor].astype(self.graph.get_tensor_by_name(tensor).dtype.as_numpy_dtype)

    def write(self):
        from graphnotes.equivalence.bundle import write_bundle
        from graphnotes.equivalence.legacy_side import meta_graph
        from graphnotes.migrate.names import argument_name

        tensors = {}  # tensor name -> the script's name for it
        for name, value in self.names.items():
            if hasattr(value, "op") and getattr(value, "graph", None) is self.graph and hasattr(value, "dtype") and not name.startswith("_"):
                tensors.setdefault(getattr(value, "name", ""), name)
        feeds = {tensors.get(t, argument_name(t)): t for t in self.batches[0]}
        loss = _loss(self.graph, self.train, self.fetched)
        output = _output(self.graph, loss, tensors)
        given = {
            "feeds": feeds,
            "outputs": {tensors.get(output.name, argument_name(output.name)): output.name} if output is not None else {},
            "loss": loss.name if loss is not None else None,
            "train_op": self.train.name,
            "metric": next((t.name for t in _metrics(self.graph)), None),
        }
        write_bundle(f"{self.folder}/bundle", meta_graph(self.graph), self.model, given)
        scalars = [n for n, t in feeds.items() if self.batches[0][t].ndim == 0]
        arguments = [n for n in feeds if n not in scalars]
        arrays = {f"{i}:{n}": self._as_fed(batch, feeds[n]) for i, batch in enumerate(self.batches) for n in arguments}
        np.savez(f"{self.folder}/batches.npz", **arrays)
        training = {n: float(self.batches[0][feeds[n]]) for n in scalars}
        inference = {n: float(self.other_feeds.get(feeds[n], self.batches[0][feeds[n]])) for n in scalars}
        with open(f"{self.folder}/modes.json", "w") as file:
            json.dump({"training": training, "inference": inference, "arguments": arguments, "steps": len(self.batches)}, file)


def _flat(graph, fetches):
    import tensorflow as tf

    found = []
    for item in tf.nest.flatten(fetches):
        element = _element(graph, item)
        found.append(element)
    return found


def _element(graph, thing):
    return graph.as_graph_element(thing, allow_tensor=True, allow_operation=True)


def _ancestors(element):
    start = element.op if hasattr(element, "op") and hasattr(element, "value_index") else element
    seen, stack = set(), [start]
    while stack:
        op = stack.pop()
        if op not in seen:
            seen.add(op)
            stack += [t.op for t in op.inputs] + list(op.control_inputs)
    return seen


def _trains(element):
    return any(op.type.removeprefix("Resource").removeprefix("Sparse").startswith("Apply") for op in _ancestors(element))


def _loss(graph, train, fetched):
    """What was differentiated: autodiff names the gradient of op X `gradients/X_grad/...`, and starts from `gradients/Fill`."""
    for op in _ancestors(train):
        if op.type == "Fill" and re.search(r"gradients(_\d+)?/(Fill|grad_ys_0)$", op.name):
            scope = op.name.rpartition("/")[0]
            for consumer in op.outputs[0].consumers():
                found = re.match(rf"{re.escape(scope)}/(.+)_grad/", consumer.name)
                if found:
                    return graph.get_operation_by_name(found.group(1)).outputs[0]
    scalars = [t for t in fetched if hasattr(t, "shape") and t.shape.rank == 0 and t.dtype.is_floating]
    return scalars[0] if scalars else None


def _output(graph, loss, tensors):
    """The predictions: what the script takes the argmax of, else its last named tensor on the way to the loss."""
    if loss is None:
        return None
    upstream = _ancestors(loss)
    depends = {op for op in upstream if any(a.type in _HOLDS for a in _ancestors(op))}
    picked = [op.inputs[0] for op in graph.get_operations() if op.type == "ArgMax"]
    computed = {op for op in depends if op.type not in (*_HOLDS, "Identity", "ReadVariableOp")}
    picked = [t for t in picked if t.op in depends] or [t for t in picked if computed & _ancestors(t)]  # a softmax may stand beside the loss
    if picked:
        return picked[0]
    named = [op.outputs[0] for op in graph.get_operations() if op in depends and op.outputs and op.outputs[0].name in tensors and op is not loss.op]
    named = [t for t in named if t.dtype.is_floating and t.op.type not in _HOLDS]
    return named[-1] if named else None


def _metrics(graph):
    """Accuracies: the mean of a cast comparison."""
    for op in graph.get_operations():
        if op.type == "Mean" and op.inputs[0].op.type == "Cast" and op.inputs[0].op.inputs[0].op.type in ("Equal", "InTopK", "InTopKV2"):
            yield op.outputs[0]


def main(steps: int, folder: str, script: str, args: list[str]) -> int:
    """Run and watch; the exit status."""
    from graphnotes.runner import script as scripts
    from graphnotes.runner import world

    imports = world.prepare("1")
    try:
        code = scripts.compile_script(script, imports)
    except scripts.CannotRun as error:
        print(error, file=sys.stderr)
        return 1
    sys.argv[:] = [script, *args]
    scripts._set_path(os.path.dirname(os.path.realpath(script)))
    module = scripts._main_module(imports, script)

    from tensorflow.python.client import session as sessions

    from graphnotes.tf1 import _mode

    _mode.enter()  # its session is the one to watch
    watch = _Watch(steps, folder, vars(module))
    original = sessions.BaseSession.run

    def run(self, fetches, feed_dict=None, options=None, run_metadata=None):
        if watch.inside:
            return original(self, fetches, feed_dict, options, run_metadata)
        watch.inside = True
        try:
            watch.before(self, fetches, feed_dict)
            result = original(self, fetches, feed_dict, options, run_metadata)
        finally:
            watch.inside = False
        watch.after()
        return result

    sessions.BaseSession.run = run
    try:
        exec(code, vars(module))  # noqa: S102 - the program we were asked to run
    except _Enough:
        pass
    except SystemExit as stop:
        if stop.code not in (None, 0):
            raise
    except Exception as error:  # noqa: BLE001 - whatever the script raises, its owner is told in one sentence
        print(in_one_line(error), file=sys.stderr)
        return 1
    if not watch.batches:
        print("it ended without a training step (no session.run of an optimizer's update)", file=sys.stderr)
        return 1
    watch.inside = True
    watch.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]))
