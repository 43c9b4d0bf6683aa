"""Which TensorFlow a program was written for, found by reading it."""

from __future__ import annotations

import ast
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
    rb"|keras\b|data\.Dataset[^\n]*\.(?:shuffle|batch))|tensorflow(?:\.| import )keras\b|\.numpy\(\)"
)
_PRE1_NAMES = ["mul", "sub", "neg", "inv", "select", "pack", "unpack", "complex_abs", "list_diff", "batch_matmul", "batch_cholesky", "batch_matrix_inverse", "batch_matrix_determinant", "scalar_summary", "histogram_summary", "image_summary", "audio_summary", "merge_summary", "merge_all_summaries", "train.SummaryWriter", "models.rnn", "nn.rnn", "nn.bidirectional_rnn", "nn.seq2seq", "nn.state_saving_rnn"]
_PRE1 = re.compile(
    rb"\btf\.(" + "|".join(name.replace(".", r"\.") for name in _PRE1_NAMES).encode() + rb")\b|tensorflow\.models\.rnn"
    rb"|\btf\.(?:concat|split)\(\s*(?:concat_dim\s*=|split_dim\s*=|\d+\s*,)"
)
_LOSS = re.compile(rb"\.nn\.(?:sparse_softmax|softmax|sigmoid)_cross_entropy_with_logits\(\s*(?!\w+\s*=)")
_SAMPLED = re.compile(rb"\.nn\.(?:nce|sampled_softmax)_loss\(\s*(?!\w+\s*=)")
_IMPORT = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([\w.]+)", re.MULTILINE)
_ADDED = re.compile(rb"\bsys\.path\.(?:append|insert)\(\s*(?:\d+\s*,\s*)?['\"]([^'\"\n]+)['\"]")
_SURE_IMPORT = re.compile(rb"^(?:import|from)[ \t]+([\w.]+)", re.MULTILINE)  # under no `if`, `try` or `def`


def detect(path: str) -> tuple[str, str]:
    """("0", "1" or "2.0", the reason) for the program that starts at the script `path`.

    A program is of TensorFlow 2.0's era if it, with the modules beside it that it imports, uses something that came with
    2.0 and nothing that left with it. It is of the time before 1.0 if it uses a name or an order of arguments that left with 1.0,
    other than where it asks which version it has.
    """
    first = second = None
    for file, text, source in _program(path):
        pre1 = _before_1(file, text, source)
        if pre1:
            return "0", pre1
        found = _TF1.search(text)
        if found and first is None:
            first = _said(file, text, found)
            continue
        found = _TF2.search(text)
        if found and second is None:
            second = _said(file, text, found)
    if first:
        return "1", first
    return ("2.0", second) if second else ("1", "nothing in it is TensorFlow 2.0's")


def _before_1(file: str, text: bytes, source: bytes, tree: ast.Module | None = None) -> str | None:
    """Where a file uses what left with 1.0; None if it does not, or does so only where it asks which version it has. `tree`: it, read already."""
    found = _PRE1.search(text)
    if found is None and _LOSS.search(text) is None and _SAMPLED.search(text) is None:
        return None
    if found is not None and found.group().endswith((b"=", b",")):  # concat(dim, values): 1.0 turned the arguments round
        return _said(file, text, found)
    from graphnotes.check.references import References
    from graphnotes.runner import python2

    try:
        tree = tree or python2.parse(file, source, lambda *_: None)[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for reference in References().read(tree):
        name, line = reference.name, reference.line
        short = name.removeprefix("tensorflow.")
        if not reference.optional and short != name and any(short == old or short.startswith(old + ".") for old in _PRE1_NAMES):
            return f"{os.path.basename(file)}, line {line}: tf.{short}"
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _loss_by_position(call):
            return f"{os.path.basename(file)}, line {call.lineno}: {ast.unparse(call.func)} with its arguments by position"
    return None


def _loss_by_position(call: ast.Call) -> bool:
    """Whether a call is of a loss that took (logits, labels) before 1.0; 1.0 made a guard of the first argument, which refuses a value.

    The sampled losses took (weights, biases, inputs, labels) before 1.0, which turned the last two round: the fourth is called labels then.
    """
    name = ast.unparse(call.func)
    if _SAMPLED.search(f".{name}(".encode()) is not None and len(call.args) > 3:
        third, fourth = (ast.unparse(arg).lower() for arg in call.args[2:4])
        return "label" in fourth and "label" not in third
    return _LOSS.search(f".{name}(".encode()) is not None and len(call.args) > 1 and getattr(call.args[0], "value", call) is not None


def of_source(path: str, data: bytes, tree: ast.Module | None = None) -> tuple[str, str]:
    """("0", "1" or "2.0", the reason) for one file, whatever it imports; `tree` is what has been read from it already."""
    text = re.sub(rb"#[^\n]*", b"", data)
    pre1 = _before_1(path, text, data, tree)
    if pre1:
        return "0", pre1
    found = _TF1.search(text)
    if found is None:
        found = _TF2.search(text)
        return ("1", "nothing in it is TensorFlow 2.0's") if found is None else ("2.0", _said(path, text, found))
    return "1", _said(path, text, found)


def _said(file: str, text: bytes, found: re.Match) -> str:
    line = text.count(b"\n", 0, found.start()) + 1
    return f"{os.path.basename(file)}, line {line}: {found.group().decode('utf-8', 'replace')}"


def is_python2(path: str) -> bool:
    """Whether the program that starts at the script `path` is Python 2: it, or a module beside it that it surely imports, is nothing else.

    Its other files are Python 2 then as well, though today's Python can parse them: `/` on whole numbers rounds down in them too.
    """
    from graphnotes.runner import python2

    for file, _, source in _program(path, imports=_SURE_IMPORT):
        try:
            if python2.parse(file, source, lambda *_: None)[1]:
                return True
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return False


def _program(path: str, limit: int = 50, imports: re.Pattern = _IMPORT):
    """The script and, breadth first, the modules that it imports: (file, text without comments, source).

    Those are looked for beside it and in the folders it adds to sys.path by name.
    """
    folders = [os.path.dirname(os.path.abspath(path))]
    waiting, seen = [os.path.abspath(path)], set()
    while waiting and len(seen) < limit:
        file = waiting.pop(0)
        if file in seen or not os.path.isfile(file):
            continue
        seen.add(file)
        source = _source(file)
        text = re.sub(rb"#[^\n]*", b"", source)
        yield file, text, source
        folders += [os.path.join(folders[0], added.decode("utf-8", "replace")) for added in _ADDED.findall(text)]
        for name in imports.findall(text):
            for folder in folders:
                inside = os.path.join(folder, *name.decode().split("."))
                waiting += [inside + ".py", os.path.join(inside, "__init__.py")]


def _source(file: str) -> bytes:
    if not file.endswith(".ipynb"):
        with open(file, "rb") as stream:
            return stream.read(4 * 1024 * 1024)
    from graphnotes.notebook import cells

    return cells.read(file).code().text.encode()
