"""The small training programs of the conformance bundle become TensorFlow 2 modules: the same outputs, gradients and 50 training steps.

Each program's graph is built as TensorFlow 1 built it; a program that doesn't train itself gets a momentum step on the mean square of
its outputs. What the session computes and what the module's functions compute may differ by the noise floor: what the session's own
values move when every variable is moved by a rounding error.
"""

import contextlib
import dataclasses

import numpy as np
import pytest
import tensorflow as tf

import graphnotes
from graphnotes import migrate
from tests.conformance import execute

v1 = tf.compat.v1
EPSILON = float(np.finfo(np.float32).eps)
STEPS = 50
AREAS = ("optimizers", "gradients", "layers", "rnn", "contrib_layers", "training", "nn", "control_flow", "variables", "losses_metrics", "keras_api")


@dataclasses.dataclass
class Program:
    """A built program: `feed(step)` maps tensor names to arrays."""

    session: object
    fetches: list[str]
    train: list[str]
    feed: object
    loss: str | None
    gradients: dict[str, str]


@contextlib.contextmanager
def shapes_of_dimensions():
    """As in a process that is all TensorFlow 1."""
    v1.disable_v2_tensorshape()
    try:
        yield
    finally:
        v1.enable_v2_tensorshape()


def build(case):
    """The program of a case, or None if it isn't one graph with weights that a loop of session runs trains."""
    from graphnotes import tf1

    with shapes_of_dimensions(), graphnotes.legacy_graphs(), tf.Graph().as_default() as graph:
        v1.set_random_seed(20171)
        program = case(tf1, np)
        if not program.session or program.run or program.fetch is None or program.init != "default" or program.expect_error:
            return None
        weights = v1.trainable_variables()
        elements = [graph.as_graph_element(t, allow_tensor=True, allow_operation=True) for t in tf.nest.flatten(program.fetch, expand_composites=True)]
        tensors = [t for t in elements if isinstance(t, tf.Tensor)]
        floats = [t for t in tensors if t.dtype.base_dtype.is_floating]
        if not weights or not floats:
            return None
        loss = gradients = None
        try:
            loss = v1.add_n([tf.cast(tf.reduce_mean(tf.square(tf.convert_to_tensor(t))), tf.float32) for t in floats])
            found = v1.gradients(loss, weights)
            gradients = {v.op.name: tf.convert_to_tensor(g).name for v, g in zip(weights, found, strict=True) if g is not None}
        except (TypeError, LookupError):
            loss = gradients = None
        train = program.train
        if train is None:
            if not gradients:
                return None
            train = tf1.train.MomentumOptimizer(0.01, 0.9).minimize(loss)
        initializers = [v1.global_variables_initializer(), v1.local_variables_initializer(), v1.tables_initializer()]
        session = v1.Session(graph=graph)
        session.run(initializers)
    given = program.feed
    at = given if callable(given) else (lambda step: given[step % len(given)]) if isinstance(given, list) else (lambda step: given or {})

    def feed(step):
        dtypes = {graph.as_graph_element(k).name: graph.as_graph_element(k).dtype.base_dtype.as_numpy_dtype for k in at(step)}
        return {graph.as_graph_element(k).name: np.asarray(v, dtypes[graph.as_graph_element(k).name]) for k, v in at(step).items()}

    names = [t.name for t in tensors if t.dtype.base_dtype.is_floating or t.dtype.base_dtype.is_integer]
    return Program(session, names, [t.name for t in tf.nest.flatten(train)], feed, loss.name if loss is not None else None, gradients or {})


def candidates():
    for area in AREAS:
        for name, case in execute.cases(area).items():
            if not case.case["error"] and not case.case["slow"]:
                yield f"{area}/{name}", case


class InSession:
    """The program as it was: values of the fetches at every step."""

    def __init__(self, program, start):
        self.program, self.session = program, program.session
        graph = self.session.graph
        self.assign = {}
        for name in start:
            op = graph.get_operation_by_name(name)
            self.assign[name] = next(c for c in _consumers(op) if c.type in ("Assign", "AssignVariableOp"))
        self.start = start

    def reset(self, start):
        for name, value in start.items():
            op = self.assign[name]
            self.session.run(op, {op.inputs[1]: value})

    def gradients(self):
        return self.session.run(self.program.gradients, self.program.feed(0))

    def train(self):
        rows = []
        for step in range(STEPS):
            feed = self.program.feed(step)
            self.session.run(self.program.train, feed)
            rows.append(self.session.run(self.program.fetches, feed))
        return rows


def _consumers(op):
    return [c for t in op.outputs for c in t.consumers()]


def in_module(program, module):
    """The same questions, asked of the module."""
    arguments = {f"a{i}": name for i, name in enumerate(program.feed(0))}
    step = module.function(arguments, program.train)
    fetch = module.function(arguments, program.fetches)

    def given(index):
        feed = program.feed(index)
        return {a: tf.constant(feed[t]) for a, t in arguments.items()}

    gradients = {}
    if program.gradients:
        loss = module.function(arguments, program.loss)
        assert loss.no_gradient is None
        weights = {n: v for n, v in module.by_node.items() if n in program.gradients}
        with tf.GradientTape() as tape:
            value = loss(**given(0))
        gradients = {n: tf.convert_to_tensor(g).numpy() for n, g in tape.gradient(value, weights).items()}
    rows = []
    for index in range(STEPS):
        step(**given(index))
        rows.append([np.asarray(v) for v in fetch(**given(index))])
    return gradients, rows


def moved(start, seed):
    generator = np.random.default_rng(seed)
    return {n: (v * (1 + EPSILON * generator.uniform(-1, 1, v.shape))).astype(v.dtype) if v.dtype.kind == "f" else v for n, v in start.items()}


def beyond(name, session, module, controls):
    """What differs by more than 8 times the floor and two rounding errors of the largest element."""
    floor = 0.0
    for step, (a, b, *others) in enumerate(zip(session, module, *controls, strict=True)):
        a, b = np.asarray(a), np.asarray(b)
        if a.dtype.kind not in "fiub":
            continue
        wide = a.astype(np.float64)
        floor = max([floor, *(float(np.nanmax(np.abs(wide - np.asarray(o, np.float64)), initial=0.0)) for o in others)])
        allowed = max(8 * floor, 2 * EPSILON * float(np.nanmax(np.abs(wide), initial=0.0)))
        with np.errstate(invalid="ignore"):
            same = (wide == b) | (np.isnan(wide) & np.isnan(b.astype(np.float64)))
            gap = np.where(same, 0.0, np.abs(wide - b.astype(np.float64)))
        if a.shape != b.shape or not np.all(gap <= allowed):
            return f"{name}, step {step}: apart {np.max(gap):.3g}, allowed {allowed:.3g}"
    return None


def judge(program):
    """What parts session and module, as sentences."""
    model = migrate.open_legacy(program.session)
    start = {v.node: v.value for v in model.variables.values() if v.value is not None}
    module = migrate.to_module(model)
    module.by_node = {v.node: module.by_name[n] for n, v in model.variables.items() if n in module.by_name}
    side = InSession(program, start)
    gradients = side.gradients() if program.gradients else {}
    rows = side.train()
    controls = []
    for seed in (1, 2):
        side.reset(moved(start, seed))
        moved_gradients = side.gradients() if program.gradients else {}
        controls.append((moved_gradients, side.train()))
    theirs, their_rows = in_module(program, module)
    said = [beyond(f"gradient of {n}", [g], [theirs[n]], [[c[0][n]] for c in controls]) for n, g in gradients.items()]
    for index, name in enumerate(program.fetches):
        column = [[row[index] for row in table] for table in (rows, their_rows, *(c[1] for c in controls))]
        said.append(beyond(name, column[0], column[1], column[2:]))
    return [s for s in said if s]


def swept(only=None):
    """Name -> what parts the two, for every program that trains."""
    found = {}
    for name, case in candidates():
        if only is None or name in only:
            try:
                program = build(case)
                if program is not None:
                    found[name] = judge(program)
            finally:
                execute.load("_case").clean()
    return found


QUICK = ("optimizers/adam_options", "optimizers/rmsprop_centered", "optimizers/two_optimizers_var_lists", "layers/mlp_training", "rnn/gru_cell")


def test_a_handful():
    assert swept(QUICK) == {name: [] for name in QUICK}


@pytest.mark.slow
def test_every_training_program_of_the_bundle():
    found = swept()
    assert {name: said for name, said in found.items() if said} == {}
    assert len(found) >= 45
