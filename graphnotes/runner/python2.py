"""Python 2 source, read into a syntax tree of today's Python.

The file on disk is never touched, and every node keeps its line of the original. The syntax (print statements, backticks,
`except E, e`, `exec` ...) and the dictionary and iterator idioms are converted by fissix, the kept form of lib2to3; what Python 2's
operators and built-ins meant is put back by `graphnotes.runner.dialect`.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import functools
import io
import logging
import re
import sys
import tokenize
from collections.abc import Callable

# Fixers that change what a line says, never which line it is on. Modules that moved (urllib2, cPickle, StringIO) are served by the
# companions, gone built-ins by the dialect and modules of one's own package by the importer, so the fixers of imports are not among them.
_FIXERS = (
    "apply", "dict", "except", "exec", "filter", "funcattrs", "getcwdu", "has_key", "input", "itertools_imports", "long",
    "map", "metaclass", "methodattrs", "ne", "next", "nonzero", "numliterals", "paren", "print", "raise", "renames", "repr",
    "sys_exc", "throw", "tuple_params", "types", "unicode", "xrange", "xreadlines", "zip",
)  # fmt: skip
_SYNTAX_ERRORS = (SyntaxError, ValueError)


def announce(path: str, line: int, what: str) -> None:
    """Tells the person at the terminal that a line was read otherwise than it stands."""
    print(f"graphnotes: {path}, line {line}: {what}", file=sys.stderr)


def parse(path: str, data: bytes | str, told: Callable[[str, int, str], None] = announce, of_python2: bool = False) -> tuple[ast.Module, bool]:
    """(the syntax tree of a source file, whether it is Python 2).

    A file is Python 2 when today's Python cannot parse it and its conversion can be, or when it belongs to a program `of_python2` and can
    be converted. `told` is called with (path, line, what) for each line that had to be mended.

    Raises:
        SyntaxError: it is neither; the error is today's Python's, with its line.
    """
    try:
        tree = ast.parse(data, path)
        return (of_python2 and _converted(decode(data), path, told, of_python2)) or (tree, False)
    except SyntaxError as error:
        converted = None
        # not in the encoding it says, or nested without end: today's Python says so too
        with contextlib.suppress(*_SYNTAX_ERRORS, RecursionError):
            converted = _converted(decode(data), path, told, of_python2)
        if converted is None:
            raise error.with_traceback(None) from None
        return converted


def decode(data: bytes | str) -> str:
    """The text of a source file, by its coding line; line ends are newlines."""
    if isinstance(data, str):
        return data
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def _converted(text: str, path: str, told: Callable[[str, int, str], None], of_python2: bool = False) -> tuple[ast.Module, bool] | None:
    """The tree of a file today's Python cannot parse, or that is known to be Python 2; None if it cannot be made sense of."""
    lines = text.expandtabs(8) if re.search(r"^ *\t", text, re.MULTILINE) else text
    if not of_python2 and lines == text and _RESERVED.search(text):  # Python 3.6 let `async` be a name
        with contextlib.suppress(*_SYNTAX_ERRORS):
            return ast.parse(_RESERVED.sub(r"\1async_", lines), path), False
    lines = re.sub(r"^([ \t]*#.*coding[:=])", r"\1-", lines, count=2, flags=re.MULTILINE)  # it is decoded already
    lines = _aligned(lines + ("" if lines.endswith("\n") else "\n"), path, told)
    new = _refactored(lines)
    if new is None:  # what is left of Python 2 is that it let tabs and blanks mix
        new, is_python2 = lines, of_python2
    else:
        is_python2 = True
    new = _RESERVED.sub(r"\1async_", new)
    try:
        tree = ast.parse(new, path)
    except _SYNTAX_ERRORS:
        return None
    if new.count("\n") != lines.count("\n"):
        _restore_lines(tree, lines.splitlines(), new.splitlines())
    return tree, is_python2


def _aligned(text: str, path: str, told: Callable[[str, int, str], None]) -> str:
    """The text with lines that go back to no outer level of indentation put to the nearest one, each told.

    Python 2 refused such a line as well; scripts that were only ever pasted together have them.
    """
    for _ in range(10):
        levels = [0]
        try:
            for token in tokenize.generate_tokens(io.StringIO(text).readline):
                if token.type == tokenize.INDENT:
                    levels.append(len(token.string))
                elif token.type == tokenize.DEDENT:
                    levels.pop()
        except IndentationError as error:
            lines = text.split("\n")
            line = lines[error.lineno - 1]
            indent = len(line) - len(line.lstrip())
            nearest = min(levels, key=lambda level: (abs(level - indent), level))
            lines[error.lineno - 1] = " " * nearest + line.lstrip()
            text = "\n".join(lines)
            told(path, error.lineno, f"{error.msg}; read as if it were indented by {nearest}, not {indent}")
        except (tokenize.TokenError, SyntaxError):
            break
        else:
            break
    return text


# `async` became a keyword in Python 3.7; as an argument or attribute it was a name
_RESERVED = re.compile(r"((?<=[(,.])\s*|\bself\.)async(?=\s*[=,).])")


@functools.lru_cache(maxsize=256)  # what is asked of a program first is compiled soon after, and notebooks share cells
def _refactored(text: str) -> str | None:
    from fissix.pgen2.parse import ParseError
    from fissix.pgen2.tokenize import TokenError

    tool = _tool()
    try:
        return str(tool.refactor_string(text, "source"))
    except (ParseError, TokenError, IndentationError):
        return None
    except AssertionError:  # fissix: the tree is not one it knows
        return None


@functools.cache
def _tool():
    from fissix import refactor

    logging.getLogger("RefactoringTool").setLevel(logging.CRITICAL)
    logging.getLogger("fissix").setLevel(logging.CRITICAL)

    class Tool(refactor.RefactoringTool):
        def log_error(self, message, *args, **kwargs):
            """Lets what fissix was about to log go on to `_refactored`."""
            raise  # noqa: PLE0704 - called while handling it

    return Tool([f"fissix.fixes.fix_{name}" for name in _FIXERS])


def _restore_lines(tree: ast.Module, old: list[str], new: list[str]) -> None:
    """Gives every node the line its text had in the original, where a fixer added or removed lines."""
    line_of: dict[int, int] = {}
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        for offset in range(new_end - new_start):
            line_of[new_start + offset + 1] = min(old_start + offset, max(old_end - 1, old_start)) + 1
    for node in ast.walk(tree):
        for attribute in ("lineno", "end_lineno"):
            line = getattr(node, attribute, None)
            if line is not None:
                setattr(node, attribute, line_of.get(line, line))
