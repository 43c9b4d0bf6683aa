"""`graphnotes run --save`: what the cells of a notebook showed, kept in a notebook as Jupyter would have kept it."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sys
import tempfile

from IPython.core.interactiveshell import InteractiveShell

from graphnotes.notebook.cells import Notebook
from graphnotes.runner import figures
from graphnotes.runner.script import CannotRun


class Recording:
    """Collects what `shell` shows, cell by cell, while it is shown in the terminal all the same."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._of_cell: dict[int, tuple[int, list[dict]]] = {}
        self._count, self._outputs = 0, []
        self._held = False  # while a value is shown, whose text is no output to a stream
        sys.stdout, sys.stderr = _Tee(sys.stdout, "stdout", self), _Tee(sys.stderr, "stderr", self)
        self._tell, figures.tell = figures.tell, self._picture
        self._listen(shell)

    def begin(self, number: int, count: int) -> None:
        """What follows is shown by the cell `number`, the `count`th that was run."""
        self._count, self._outputs = count, []
        self._of_cell[number] = count, self._outputs

    def stream(self, name: str, text: str) -> None:
        if self._held or not text:
            return
        text = text.replace("\r\n", "\n")
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == name:
            last["text"] += text
        else:
            self._outputs.append({"output_type": "stream", "name": name, "text": text})

    def error(self, kind: type, error: BaseException, lines: list[str]) -> None:
        self._outputs.append({"output_type": "error", "ename": kind.__name__, "evalue": str(error), "traceback": lines})

    @contextlib.contextmanager
    def held(self):
        """The text that is written meanwhile is kept in another way."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before

    def write(self, notebook: Notebook, path: str) -> None:
        """Write the notebook with these outputs, in the format 4; the file at `path` is replaced when all of it is there."""
        cells = [self._with_outputs(number, cell) for number, cell in enumerate(notebook.held, 1)]
        whole = {"cells": cells, "metadata": notebook.metadata, "nbformat": 4, "nbformat_minor": notebook.minor}
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=os.path.dirname(os.path.abspath(path)), suffix=".part", delete=False) as file:
            try:
                json.dump(whole, file, indent=1, ensure_ascii=False)
                file.write("\n")
                file.close()
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise

    def _with_outputs(self, number: int, cell: dict) -> dict:
        kind, text = cell.get("cell_type", "raw"), cell.get("source", cell.get("input", ""))
        if kind == "heading":  # of the format 3
            kind, text = "markdown", "#" * int(cell.get("level", 1)) + " " + "".join(text)
        kept = {key: cell[key] for key in ("id", "attachments") if key in cell}
        kept |= {"cell_type": kind, "metadata": cell.get("metadata") or {}, "source": text}
        if kind == "code":
            kept["execution_count"], kept["outputs"] = self._of_cell.get(number, (None, []))
        return kept

    def _picture(self, path: str) -> None:
        with self.held():
            self._tell(path)
        with open(path, "rb") as file:
            self._shown("display_data", {"image/png": base64.b64encode(file.read()).decode("ascii")}, {})

    def _shown(self, kind: str, data: dict, metadata: dict | None, **more: object) -> None:
        self._outputs.append({"output_type": kind, "data": {key: _text(value) for key, value in data.items()}, "metadata": metadata or {}, **more})

    def _listen(self, shell: InteractiveShell) -> None:
        hook, publisher = shell.displayhook, shell.display_pub
        prompt, show, finish, publish, clear = hook.write_output_prompt, hook.write_format_data, hook.finish_displayhook, publisher.publish, publisher.clear_output

        def write_output_prompt():
            self._held = True
            prompt()

        def write_format_data(data, metadata=None):
            self._shown("execute_result", data, metadata, execution_count=self._count)
            show(data, metadata)

        def finish_displayhook():
            finish()
            self._held = False

        def publish_and_keep(data, metadata=None, **settings):
            self._shown("display_data", data, metadata)
            with self.held():
                publish(data, metadata, **settings)

        def clear_output(wait=False):
            self._outputs.clear()
            with self.held():
                clear(wait)

        hook.write_output_prompt, hook.write_format_data, hook.finish_displayhook = write_output_prompt, write_format_data, finish_displayhook
        publisher.publish, publisher.clear_output = publish_and_keep, clear_output


def _text(value: object) -> object:
    """Data as JSON holds it: pictures in base64."""
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def check_target(path: str, notebook: str) -> None:
    """Raises CannotRun, before anything is run, if the `notebook` cannot be saved at `path`, or that is no place for it."""
    folder = os.path.dirname(os.path.abspath(path))
    if not path.endswith(".ipynb"):
        why = "the file of a notebook ends with .ipynb"
    elif not os.path.isdir(folder):
        why = f"there is no folder {folder}"
    elif os.path.isdir(path):
        why = "it is a folder"
    elif os.path.exists(path) and os.path.exists(notebook) and os.path.samefile(path, notebook):
        why = "it is the notebook to be run, which is not touched; name another file"
    elif os.path.exists(path) and not os.access(path, os.W_OK):
        why = "it cannot be written"
    else:
        why = _cannot_write_in(folder)
    if why:
        raise CannotRun(f"--save {path or repr(path)}: {why}")


def _cannot_write_in(folder: str) -> str | None:
    """Why no file can be made in a folder, found by making one: its permissions do not tell all."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part"):
            return None
    except OSError as error:
        return f"{folder} cannot be written: {error.strerror}"


class _Tee:
    """A stream whose text is recorded as well."""

    def __init__(self, stream, name: str, record: Recording) -> None:
        self._stream, self._name, self._record = stream, name, record

    def write(self, text: str) -> int:
        self._record.stream(self._name, text)
        return self._stream.write(text)

    def writelines(self, lines) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str):
        return getattr(self._stream, name)
