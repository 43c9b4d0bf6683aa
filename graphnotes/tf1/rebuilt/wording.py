"""Errors that code and people look for by their text: today's message is kept, behind the sentence that 1.15 had."""

from __future__ import annotations

import re

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


def _say_as_then(module: str, name: str, words: list[tuple[str, str]]) -> None:
    def speak(*args, **kwargs):
        try:
            return speak.original(*args, **kwargs)
        except (TypeError, ValueError) as error:
            text = str(error)
            for start, then in words:
                if re.search(start, text) and then not in text:
                    raise type(error)(f"{then} ({text})") from error
            raise

    rebuild(module, name)(speak)


for (_module, _name), _words in _WORDS.items():
    _say_as_then(_module, _name, _words)
