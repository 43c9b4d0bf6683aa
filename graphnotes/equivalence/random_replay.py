"""Give a TensorFlow 2 program the random numbers another program drew.

Dropout masks and noise differ between two programs with equal weights, and make every later number differ. Inside
`replaying(draws)` the random kernels return what was recorded, in order; TensorFlow functions run eagerly meanwhile, so that
functions traced earlier take part.
"""

from __future__ import annotations

import contextlib

import numpy as np
import tensorflow as tf
from tensorflow.python.ops import (
    gen_random_ops,
    gen_stateful_random_ops,
    gen_stateless_random_ops,
    gen_stateless_random_ops_v2,
)

# the graph ops whose draws are recorded, by the family that may take their place
FAMILIES = {
    "RandomUniform": "uniform",
    "StatelessRandomUniform": "uniform",
    "StatelessRandomUniformV2": "uniform",
    "StatefulUniform": "uniform",
    "RandomStandardNormal": "normal",
    "StatelessRandomNormal": "normal",
    "StatelessRandomNormalV2": "normal",
    "StatefulStandardNormalV2": "normal",
    "TruncatedNormal": "truncated normal",
    "StatelessTruncatedNormal": "truncated normal",
    "StatelessTruncatedNormalV2": "truncated normal",
    "StatefulTruncatedNormal": "truncated normal",
}
_KERNELS = [
    (gen_random_ops, "random_uniform", 0),
    (gen_random_ops, "random_standard_normal", 0),
    (gen_random_ops, "truncated_normal", 0),
    (gen_stateless_random_ops, "stateless_random_uniform", 0),
    (gen_stateless_random_ops, "stateless_random_normal", 0),
    (gen_stateless_random_ops, "stateless_truncated_normal", 0),
    (gen_stateless_random_ops_v2, "stateless_random_uniform_v2", 0),
    (gen_stateless_random_ops_v2, "stateless_random_normal_v2", 0),
    (gen_stateless_random_ops_v2, "stateless_truncated_normal_v2", 0),
    (gen_stateful_random_ops, "stateful_uniform", 2),
    (gen_stateful_random_ops, "stateful_standard_normal_v2", 2),
    (gen_stateful_random_ops, "stateful_truncated_normal", 2),
]


class Misaligned(ValueError):
    """The program asks for other random numbers than were recorded."""


@contextlib.contextmanager
def replaying(draws):
    """Inside, random kernels return `draws` one by one.

    Raises:
      Misaligned: a draw of another size is asked for, or one too many, or only some of them; the message has both.
    """
    left = list(draws)
    asked: list[tuple[int, ...]] = []

    def replay(original, position):
        def kernel(*args, **kwargs):
            shape = kwargs["shape"] if "shape" in kwargs else args[position]
            shape = tuple(np.asarray(shape).tolist())
            asked.append(shape)
            if not left or np.prod(shape, dtype=int) != left[0].size:
                raise Misaligned(f"random draws don't align: OLD drew {[d.shape for d in draws]}, NEW asks for {asked}")
            return tf.constant(left.pop(0).reshape(shape))

        return kernel

    before = {(module, name): getattr(module, name) for module, name, _ in _KERNELS if hasattr(module, name)}
    eager = tf.config.functions_run_eagerly()
    try:
        tf.config.run_functions_eagerly(True)
        for module, name, position in _KERNELS:
            if (module, name) in before:
                setattr(module, name, replay(before[module, name], position))
        yield
    finally:
        for (module, name), original in before.items():
            setattr(module, name, original)
        tf.config.run_functions_eagerly(eager)
    if left and asked:  # a program that draws nothing (dropout off in inference) is judged by its outputs
        raise Misaligned(f"random draws don't align: OLD drew {[d.shape for d in draws]}, NEW asked only for {asked}")
