"""tensorflow.contrib.text.python.ops.gen_skip_gram_ops: pairs of words and their neighbours."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf

__all__ = ["skip_gram_generate_candidates"]


def skip_gram_generate_candidates(
    input_tensor, min_skips, max_skips, start, limit, emit_self_as_target, seed=0, seed2=0, name=None
):
    """Pairs of each token and the tokens around it. How far is drawn for each token; the draws are others than 1.15's.

    Args:
        input_tensor: tokens, a vector.
        min_skips, max_skips: the least and the most tokens on either side.
        start, limit: from which token, and how many; all if the limit is negative.
        emit_self_as_target: whether a token is paired with itself too.

    Returns:
        tokens and labels, two vectors.

    Raises:
        InvalidArgumentError: in the session, skips that are negative or the wrong way round, a start past the tokens.
    """
    draw = np.random.RandomState([seed, seed2] if seed or seed2 else None)

    def pairs(tokens, least, most, first, number, own):
        least, most, first, number = (int(n) for n in (least, most, first, number))
        if least < 0 or most < least:
            raise ValueError(f"skip_gram_sample: min_skips {least} and max_skips {most}; they go from 0 upwards, the second not below")
        if not 0 <= first < max(1, len(tokens)):
            raise ValueError(f"skip_gram_sample: start {first} of {len(tokens)} tokens")
        end = len(tokens) if number < 0 else min(len(tokens), first + number)
        around = draw.randint(least, most + 1, max(0, end - first))
        found = [
            (i, i + step)
            for i, far in zip(range(first, end), around)
            for step in range(-far, far + 1)
            if 0 <= i + step < end and i + step >= first and (own or step)
        ]
        at = np.array(found, np.int64).reshape(-1, 2)
        return [tokens[at[:, 0]], tokens[at[:, 1]]]

    with tf.name_scope(name, "SkipGramGenerateCandidates"):
        tokens = tf.convert_to_tensor(input_tensor, name="input_tensor")
        rest = [tf.convert_to_tensor(x) for x in (min_skips, max_skips, start, limit, emit_self_as_target)]
        found = tf.numpy_function(pairs, [tokens, *rest], [tokens.dtype] * 2)
    for side in found:
        side.set_shape([None])
    return tuple(found)
