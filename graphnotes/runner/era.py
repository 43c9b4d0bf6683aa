"""Which TensorFlow a program was written for, found by reading it."""

from __future__ import annotations

import os
import re

_TF1 = re.compile(
    rb"\btf\.(placeholder|Session|InteractiveSession|ConfigProto|contrib|layers|get_variable|variable_scope|global_variables"
    rb"|trainable_variables|initialize_all_variables|flags|app|train\.\w+Optimizer|summary\.FileWriter|summary\.merge_all"
    rb"|set_random_seed|random_normal|random_uniform|truncated_normal|reset_default_graph|get_default_graph|logging"
    rb"|assign|estimator|enable_eager_execution|py_func|train\.Saver|train\.import_meta_graph|GraphDef|gfile|log|to_float"
    rb"|disable_v2_behavior|disable_eager_execution|nn\.rnn_cell|nn\.dynamic_rnn|train\.\w+_queue_runners)\b"
    rb"|tensorflow\.(contrib|examples|compat\.v1|python(?!\.keras))|keep_prob|feed_dict"
)
_TF2 = re.compile(
    rb"\btf\.(GradientTape|function|saved_model\.save|optimizers\.|losses\.[A-Z]|metrics\.[A-Z]|random\.set_seed|config\.list_"
    rb"|keras\b|data\.Dataset[^\n]*\.(?:shuffle|batch))|tensorflow(?:\.| import )keras\b"
)
_IMPORT = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([\w.]+)", re.MULTILINE)


def detect(path: str) -> tuple[str, str]:
    """("1" or "2.0", the reason) for the program that starts at the script `path`.

    A program is of TensorFlow 2.0's era if it, with the modules beside it that it imports, uses something that came with
    2.0 and nothing that left with it.
    """
    second = None
    for file, text in _program(path):
        found = _TF1.search(text)
        if found:
            return "1", _said(file, text, found)
        found = _TF2.search(text)
        if found and second is None:
            second = _said(file, text, found)
    return ("2.0", second) if second else ("1", "nothing in it is TensorFlow 2.0's")


def of_source(path: str, data: bytes) -> tuple[str, str]:
    """("1" or "2.0", the reason) for one file, whatever it imports."""
    text = re.sub(rb"#[^\n]*", b"", data)
    found = _TF1.search(text)
    if found is None:
        found = _TF2.search(text)
        return ("1", "nothing in it is TensorFlow 2.0's") if found is None else ("2.0", _said(path, text, found))
    return "1", _said(path, text, found)


def _said(file: str, text: bytes, found: re.Match) -> str:
    line = text.count(b"\n", 0, found.start()) + 1
    return f"{os.path.basename(file)}, line {line}: {found.group().decode('utf-8', 'replace')}"


def _program(path: str, limit: int = 50):
    """The script and, breadth first, the modules beside it that it imports: (file, text without comments)."""
    folder = os.path.dirname(os.path.abspath(path))
    waiting, seen = [os.path.abspath(path)], set()
    while waiting and len(seen) < limit:
        file = waiting.pop(0)
        if file in seen or not os.path.isfile(file):
            continue
        seen.add(file)
        with open(file, "rb") as stream:
            text = re.sub(rb"#[^\n]*", b"", stream.read(4 * 1024 * 1024))
        yield file, text
        for name in _IMPORT.findall(text):
            inside = os.path.join(folder, *name.decode().split("."))
            waiting += [inside + ".py", os.path.join(inside, "__init__.py")]
