"""The functions whose bits are compared, and on what: run under TensorFlow 1.15.5 (record.py) and under graphnotes (test_bits.py)."""

import numpy as np

SIZES = (1, 3, 7, 8, 13, 1003)  # a kernel takes eight values at a time and the rest singly


def inputs(kind: str, dtype: str) -> np.ndarray:
    """1,003 values: of every sign and size up to 90, or above `low`."""
    random = np.random.RandomState(3)
    x = np.concatenate([np.linspace(-90, 90, 603), random.normal(size=400) * 3])
    if kind == "positive":
        x = np.concatenate([np.linspace(1e-6, 90, 603), np.exp(random.normal(size=400) * 4)])
    elif kind == "above -1":
        x = np.concatenate([np.linspace(-0.999, 90, 603), np.exp(random.normal(size=400) * 4) - 0.9999])
    x[:6] = [0, -0.0, np.inf, 1e-40, 18, 88.5] if kind != "all" else [0, -0.0, np.inf, -np.inf, np.nan, -18]
    return x.astype(dtype)


def functions(tf) -> dict:
    """{name: (function of a placeholder, kind of inputs, dtypes)}"""

    def slope(function):
        return lambda x: tf.gradients(function(x), x)[0]

    both = ("float32", "float64")
    return {
        "exp": (tf.exp, "all", both),
        "log": (tf.log, "positive", both[:1]),
        "log1p": (tf.log1p, "above -1", both[:1]),
        "expm1": (tf.math.expm1, "all", both[:1]),
        "tanh": (tf.tanh, "all", both[:1]),
        "sigmoid": (tf.sigmoid, "all", both),
        "softplus": (tf.nn.softplus, "all", both[:1]),
        "elu": (tf.nn.elu, "all", both),
        "selu": (tf.nn.selu, "all", both),
        "reciprocal": (tf.math.reciprocal, "positive", both[:1]),
        "sigmoid's slope": (slope(tf.sigmoid), "all", both),
        "softplus's slope": (slope(tf.nn.softplus), "all", both),
        "tanh's slope": (slope(tf.tanh), "all", both[:1]),
        "elu's slope": (slope(tf.nn.elu), "all", both),
    }


def bits(tf) -> dict:
    """{"function dtype size": the results, a tensor of that size after the other, as integers}"""
    found = {}
    for name, (function, kind, dtypes) in functions(tf).items():
        for dtype in dtypes:
            x = inputs(kind, dtype)
            with tf.Graph().as_default(), tf.Session() as session:
                fed = tf.placeholder(dtype, [None])
                call = session.make_callable(function(fed), [fed])
                for size in SIZES:
                    parts = np.split(x[: 120 // size * size or size], max(120 // size, 1))
                    got = np.concatenate([call(part) for part in parts])
                    got[np.isnan(got)] = np.nan  # one NaN for all
                    found["%s %s %d" % (name, dtype, size)] = got.view("i4" if dtype == "float32" else "i8")  # noqa: UP031 - Python 3.7
    return found
