"""Evaluates one call in a graph of its own and writes down what it built."""

from __future__ import annotations

import numpy as np

DTYPES = {"F": "f4", "D": "f8", "H": "f2", "I": "i4", "L": "i8", "B": "?", "C": "c8", "U": "u1"}


class Arguments:
    """The tensors of a call: F(2, 3) is a float placeholder of rank 2 to feed with six numbers, I0(1, 2) one to feed with 1 and 2."""

    def __init__(self, tf) -> None:
        self.tf, self.feed, self.differentiable = tf, {}, []
        made = {kind: self._maker(kind) for kind in [*DTYPES, "S"]}
        given = {"I0": ("i4", tf.int32), "L0": ("i8", tf.int64), "F0": ("f4", tf.float32)}
        self.names = {"tf": tf, "np": np, **made}
        for name, (kind, dtype) in given.items():
            self.names[name] = lambda *v, kind=kind, dtype=dtype: self._placeholder(np.array(v, kind), dtype)

    def _maker(self, kind: str):
        def make(*shape):
            random = np.random.RandomState(len(self.feed) + 1)
            if kind in "FDH":
                value = random.randn(*shape)
            elif kind in "IL":
                value = random.randint(1, 5, size=shape)
            elif kind == "U":
                value = random.randint(0, 255, size=shape)
            elif kind == "B":
                value = random.rand(*shape) > 0.5
            elif kind == "C":
                value = random.randn(*shape) + 1j * random.randn(*shape)
            else:
                texts = [str(i).encode() for i in range(int(np.prod(shape)))]
                return self._placeholder(np.array(texts, dtype=object).reshape(shape), self.tf.string)
            value = np.asarray(value).astype(DTYPES[kind])
            return self._placeholder(value, self.tf.as_dtype(value.dtype))

        return make

    def _placeholder(self, value, dtype):
        tensor = self.tf.placeholder(dtype, [None] * value.ndim)
        self.feed[tensor] = value
        if dtype.is_floating or dtype.is_complex:
            self.differentiable.append(tensor)
        return tensor


def flat(tf, value) -> list:
    """The tensors and operations in a call's result; what is neither by its name or repr."""
    if value is None:
        return []
    if isinstance(value, tf.SparseTensor):
        return [value.indices, value.values, value.dense_shape]
    if isinstance(value, tf.IndexedSlices):
        return [part for part in (value.values, value.indices, value.dense_shape) if part is not None]
    if isinstance(value, dict):
        return [part for key in sorted(value, key=str) for part in flat(tf, value[key])]
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in flat(tf, item)]
    if isinstance(value, (tf.Tensor, tf.Operation, tf.Variable)) or hasattr(value, "graph") and hasattr(value, "dtype"):
        return [value]
    if isinstance(value, (bool, int, float, str, bytes, np.generic, np.ndarray)):
        return [repr(value.item() if isinstance(value, np.generic) else value)]
    return [type(value).__name__]


def described(tf, value) -> list | str:
    """[name, static shape, dtype]; an operation by its name."""
    if isinstance(value, str):
        return value
    if isinstance(value, tf.Operation):
        return [value.name]
    try:
        shape = value.shape.as_list()
    except ValueError:
        shape = None
    return [value.name, shape, value.dtype.name]


def execute(tf, call: str, values: bool = False) -> dict:
    """What the call, and the gradient of its result, did.

    `error` and `gradient_error` are classes, `out` and `gradient` what came back, `nodes` rows of `name op inputs...`;
    with `values`, what a session gave for them.
    """
    found = {}
    graph = tf.Graph()
    code = compile(call, "call", "eval")  # which lives as long as the nodes that name its lines
    with graph.as_default():
        tf.set_random_seed(87654)
        arguments = Arguments(tf)
        results, gradients = [], []
        try:
            results = flat(tf, eval(code, dict(arguments.names)))
        except Exception as error:  # noqa: BLE001 - an error is an answer here
            found["error"] = type(error).__name__
        found["out"] = [described(tf, value) for value in results]
        if "error" not in found:
            tensors = [value for value in results if not isinstance(value, (str, tf.Operation))]
            of = [t for t in tensors if t.dtype.base_dtype.is_floating or t.dtype.base_dtype.is_complex]
            by = arguments.differentiable + [v for v in tf.trainable_variables() if v.dtype.base_dtype.is_floating]
            if of and by:
                try:
                    made = tf.gradients(of, by)
                    found["gradient"] = [
                        None if g is None else g.name if isinstance(g, tf.Tensor) else "IndexedSlices" for g in made
                    ]
                    gradients = flat(tf, made)
                except Exception as error:  # noqa: BLE001
                    found["gradient_error"] = type(error).__name__
            if values:
                _run(tf, graph, [r for r in results if not isinstance(r, str)] + gradients, arguments.feed, found)
        nodes = graph.as_graph_def().node
        found["nodes"] = [" ".join([n.name, n.op, *_inputs(n)]) for n in nodes if not n.name.startswith("init")]
    return found


def _run(tf, graph, fetches: list, feed: dict, found: dict) -> None:
    initializers = tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()
    with tf.Session(graph=graph) as session:
        try:
            session.run(initializers)
            found["values"] = session.run(fetches, feed)
        except Exception as error:  # noqa: BLE001
            found["run_error"] = type(error).__name__


def _inputs(node) -> list[str]:
    return [i for i in node.input if not i.startswith("^")] + sorted(i for i in node.input if i.startswith("^"))
