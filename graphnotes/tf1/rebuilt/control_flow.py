"""The words of cond's and while_loop's errors, which programs and tests look for."""

from __future__ import annotations

import re

from tensorflow.python.framework import ops
from tensorflow.python.ops import resource_variable_ops
from tensorflow.python.util import nest, variable_utils

from graphnotes.tf1.rebuilt import rebuild

_SAME_TYPE = re.compile(r"must have the same type\(s\)\. Received (\w+) from 'true_fn' and (\w+) from 'false_fn'")


def _in_words_of_1_15(error: Exception) -> Exception:
    text = str(error)
    types = _SAME_TYPE.search(text)
    if types:
        text = f"Outputs of true_fn and false_fn must have the same type: {types[1]}, {types[2]}"
    text = text.replace("'loop_vars' must be provided.", "No loop variables provided")
    text = re.sub(r"'(\w+)' must", r"\1 must", text)
    return error if text == str(error) else type(error)(text)


@rebuild("tensorflow.python.ops.cond", "cond")
def cond(pred, true_fn=None, false_fn=None, strict=False, name=None, fn1=None, fn2=None):
    """`tf.cond`."""
    old = {key: value for key, value in (("fn1", fn1), ("fn2", fn2)) if value is not None}  # a warning if they are given
    try:
        return cond.original(pred, true_fn, false_fn, strict, name, **old)
    except (TypeError, ValueError) as error:
        raise _in_words_of_1_15(error) from None


@rebuild("tensorflow.python.ops.while_loop", "while_loop")
def while_loop(cond, body, loop_vars, *args, **kwargs):
    """`tf.while_loop`; resource variables are read inside of its scope."""
    read = any(map(resource_variable_ops.is_resource_variable, nest.flatten(loop_vars)))
    if read and len(args) < 6 and not ops.get_default_graph().building_function:
        with ops.name_scope(kwargs.pop("name", None), "while") as scope:
            loop_vars = variable_utils.convert_variables_to_tensors(loop_vars)
            return while_loop(cond, body, loop_vars, *args, name=scope, **kwargs)
    try:
        return while_loop.original(cond, body, loop_vars, *args, **kwargs)
    except (TypeError, ValueError) as error:
        raise _in_words_of_1_15(error) from None
