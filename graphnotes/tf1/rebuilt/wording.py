"""Errors that code and people look for by their text have 1.15's; where today's says more, it is kept behind it."""

from __future__ import annotations

import re
from collections.abc import Callable

from graphnotes.tf1.rebuilt import rebuild

_RNN = "tensorflow.python.ops.rnn"
_NO_SEQUENCE = [
    (r"^Argument `inputs` must be a sequence", "inputs must be a sequence"),
    (r"^Argument `inputs` must not be empty", "inputs must not be empty"),
]

# (module, function): [(how today's text starts, what 1.15 said)]
_WORDS = {
    (_RNN, "dynamic_rnn"): [
        (
            r"^If no initial_state is provided, argument `dtype`",
            "If there is no initial_state, you must give a dtype.",
        ),
        (r"^Argument sequence_length must be a vector", "sequence_length must be a vector of length batch_size"),
        (
            r"^Time steps is not the same",
            "Time steps is not the same for all the elements in the input in a batch.",
        ),
        (r"^Batch_size is not the same", "Batch_size is not the same for all the elements in the input."),
    ],
    (_RNN, "static_rnn"): [
        *_NO_SEQUENCE,
        (
            r"^If no initial_state is provided, argument `dtype`",
            "If no initial_state is provided, dtype must be specified",
        ),
        (r"^Argument `sequence_length` must be a vector", "sequence_length must be a vector of length batch_size"),
    ],
    (_RNN, "static_bidirectional_rnn"): _NO_SEQUENCE,
    (_RNN, "raw_rnn"): [(r"^Argument `loop_fn` must be a callable", "loop_fn must be a callable")],
}


_TENSOR = "tensorflow.python.framework.tensor"
_ARRAYS = "tensorflow.python.ops.array_ops"
_NOT_IN_GRAPH = "is not allowed in Graph execution. Use Eager execution or decorate this function with @tf.function."

# (module, function): [(today's text, 1.15's in its place)]
_TEXTS = {
    (_TENSOR, "Tensor.__bool__"): [
        (r"^Using a symbolic `tf.Tensor` as a Python `bool` .*", f"using a `tf.Tensor` as a Python `bool` {_NOT_IN_GRAPH}")
    ],
    (_TENSOR, "Tensor.__iter__"): [
        (r"^Iterating over a symbolic `tf.Tensor` .*", f"iterating over `tf.Tensor` {_NOT_IN_GRAPH}")
    ],
    (_TENSOR, "Tensor.__len__"): [
        (r"^len is not well defined for a symbolic Tensor (\(.*?\))\.", r"len is not well defined for symbolic Tensors. \1")
    ],
    (_TENSOR, "Tensor.__array__"): [
        (r"^Cannot convert a symbolic tf.Tensor (\(.*?\))", r"Cannot convert a symbolic Tensor \1")
    ],
    ("tensorflow.python.client.session", "BaseSession._run"): [
        (r"^(Cannot feed value of shape .*) for Tensor (\S+), which has shape (.*)$", r"\1 for Tensor '\2', which has shape '\3'"),
        (r"^The Session graph is empty\. Add", "The Session graph is empty.  Add"),
    ],
    ("tensorflow.python.framework.ops", "internal_name_scope_v1.__enter__"): [
        (r"^('.*?' is not a valid) (?:root )?scope name\. .*", r"\1 scope name")
    ],
    ("tensorflow.python.framework.ops", "Graph._create_op_internal"): [
        (r"^`(.*?)` is not a valid node name\. .*", r"'\1' is not a valid node name")
    ],
    ("tensorflow.python.framework.tensor_util", "_AssertCompatible"): [
        (r"^Expected (\w+), but got (.*) of type 'str'\.$", r"Expected \1, got '\2' of type 'str' instead."),
        (r"^Expected (\w+), but got (.*) of type '(\w+)'\.$", r"Expected \1, got \2 of type '\3' instead."),
    ],
    (_ARRAYS, "pad"): [(r"^Value of argument `mode` expected .* Received `mode` = (\w+)$", r"Unknown padding mode: \1")],
    ("tensorflow.python.ops.array_ops_stack", "unstack"): [(r"^Cannot infer argument `num` from", "Cannot infer num from")],
    ("tensorflow.python.ops.math_ops", "add_n"): [
        (
            r"^Inputs must be an iterable of at least one (.*)\.$",
            r"inputs must be a list of at least one \1",
        )
    ],
    ("tensorflow.python.framework.importer", "import_graph_def"): [(r"^Argument `graph_def` must be", "graph_def must be")],
    ("tensorflow.python.framework.meta_graph", "read_meta_graph_file"): [
        (r"^File does not exist\. Received: (.*)\.$", r"File \1 does not exist.")
    ],
    ("tensorflow.python.ops.script_ops", "py_func_common"): [
        (r"^Expected func to be callable\. Received func=.* of type (<.*>)\.$", r"Expected func to be callable, got func of type \1")
    ],
    ("tensorflow.python.framework.ops", "_create_c_op"): [
        # '{{node MatMul}} = MatMul[T=DT_FLOAT, ...](a, b)' with input shapes ...
        (r"'\{\{node (\S+?)\}\} = (\w+)\[.*?\]\(.*?\)'", r"'\1' (op: '\2')"),
    ],
    ("tensorflow.python.data.ops.dataset_ops", "DatasetV2.__iter__"): [
        (
            r"^`tf.data.Dataset` only supports Python-style iteration .*",
            "__iter__() is only supported inside of tf.function or when eager execution is enabled.",
        )
    ],
}


def reworded(module: str, name: str, reword: Callable[[str], str]) -> None:
    def speak(*args, **kwargs):
        try:
            return speak.original(*args, **kwargs)
        except (TypeError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
            if len(error.args) != 1:  # an error of the runtime, which has a node and a code besides its text
                raise
            text = str(error)
            then = reword(text)
            if then == text:
                raise
            raise type(error)(then) from error

    rebuild(module, name)(speak)


def behind(words: list[tuple[str, str]]) -> Callable[[str], str]:
    def reword(text: str) -> str:
        then = next((then for start, then in words if re.search(start, text)), text)
        return text if then in text else f"{then} ({text})"

    return reword


def _replaced(texts: list[tuple[str, str]]) -> Callable[[str], str]:
    def reword(text: str) -> str:
        for today, then in texts:
            text = re.sub(today, then, text, flags=re.DOTALL)
        return text

    return reword


for (_module, _name), _words in _WORDS.items():
    reworded(_module, _name, behind(_words))
for (_module, _name), _texts in _TEXTS.items():
    reworded(_module, _name, _replaced(_texts))
