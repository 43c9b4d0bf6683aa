"""The Python in a notebook's cell: its lines without those that are IPython's."""

from __future__ import annotations

import re

# a statement that is IPython's: a magic, a command, a question
_IPYTHON = re.compile(
    r"[ \t]*(?:"
    r"!|%%?[ \t]*[a-zA-Z]|\?{1,2}[ \t]*[\w.%*]"
    r"|[\w.]+\?{1,2}[ \t]*(?:#.*)?$"
    r"|(?:cd|ls|mkdir|rmdir|cat|rm|cp|mv|less|more|man)[ \t]+(?!-?[+*/%=(\[,.\d]|- |(?:in|is|if|and|or|not)\b)"  # without the %, as IPython lets one write them
    r").*",
    re.MULTILINE,
)
_ASSIGNED = re.compile(r"([ \t]*[\w., \t\[\]'\"]+=[ \t]*)(?:!|%[a-zA-Z]).*")
_TIMED = re.compile(r"([ \t]*)%(?:time|timeit|prun|memit|lprun)[ \t]+(?:-\S+[ \t]+(?:\d+[ \t]+)?)*(?=\S)")
_LOADS = re.compile(r"[ \t]*%(?:re)?load_ext[ \t]+(?!(?:autoreload|storemagic)\b)([A-Za-z_][\w.]*)")  # but for IPython's own
_PYTHON_CELL = re.compile(r"%%(?:time|timeit|capture|prun|memit|snakeviz|heat)\b")
_PIECE = re.compile(
    r"#[^\n]*|(\"\"\"|''')(?:\\.|(?!\1).)*(?:\1|\Z)|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|[()\[\]{}]|\\\n|\n",
    re.DOTALL,
)


def python_lines(source: str) -> list[str]:
    """The lines of a cell as Python reads them: `pass` for those that are IPython's; none if the whole cell is another language's.

    A magic that takes Python is that Python; `%load_ext name` is the import that it makes.
    A line that only continues a statement (`% (a, b)` after a string) is Python's, whatever it begins with.
    """
    source = _unindented(source)
    if source.lstrip().startswith("%%"):
        if not _PYTHON_CELL.match(source.lstrip()):
            return []
        source = re.sub(r"%%.*", "pass", source, count=1)
    done, at = [], 0
    while at < len(source):
        end = _end_of_statement(source, at)
        lines = source[at:end]
        timed = _TIMED.match(source, at)
        if timed:
            source = source[:at] + timed.group(1) + source[timed.end() :]
            continue
        found = _IPYTHON.match(source, at)
        if found:
            end = _end_of_command(source, at)
            indent = re.match(r"[ \t]*", source[at:]).group()
            loads = _LOADS.match(source, at)
            lines = indent + (f"import {loads.group(1)}" if loads else "pass") + "\n" * source.count("\n", at, end)
        else:
            lines = _ASSIGNED.sub(r"\1None", lines) if _ASSIGNED.match(lines) else lines
        done.append(lines)
        at = end
    return "".join(done).split("\n")


def _unindented(source: str) -> str:
    """The cell without what IPython takes from the head of its lines: the prompts of a session pasted into it, the first line's indentation."""
    if re.match(r"\s*>>> ", source):
        source = re.sub(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", "", source, flags=re.MULTILINE)
    indent = re.match(r"\n*([ \t]*)", source).group(1)
    return re.sub(rf"^{indent}", "", source, flags=re.MULTILINE) if indent else source


def _end_of_statement(source: str, at: int) -> int:
    """Where the logical line that begins at `at` ends: after the newline outside of brackets and strings."""
    depth = 0
    for piece in _PIECE.finditer(source, at):
        text = piece.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth = max(depth - 1, 0)
        elif text == "\n" and not depth:
            return piece.end()
    return len(source)


def _end_of_command(source: str, at: int) -> int:
    """Where a command to IPython ends: after the first newline that no backslash stands before."""
    return re.compile(r"(?:\\\n|[^\n])*\n?").match(source, at).end()
