"""contrib's own modules, loaded from the cache with legacy imports: their `tensorflow` is the facade."""

from __future__ import annotations

import ast
import functools
import importlib.util
import pathlib
import sys
from types import CodeType, ModuleType

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.internal import builder

from graphnotes.longtail import comparisons, install
from graphnotes.runner.imports import LegacyImports, LegacyLoader

_ROOT = "tensorflow_contrib_1_15"  # their name in sys.modules

# what `tensorflow.contrib` imported under another name than its file's
_SHOWN_AS = {
    "contrib.eager": "contrib.eager.python.tfe",
    "contrib.optimizer_v2": "contrib.optimizer_v2.optimizer_v2_symbols",
    "contrib.receptive_field": "contrib.receptive_field.receptive_field_api",
    "contrib.recurrent": "contrib.recurrent.python.recurrent_api",
    "contrib.remote_fused_graph": "contrib.remote_fused_graph.pylib",
    "contrib.specs": "contrib.specs.python",
    "contrib.summary": "contrib.summary.summary",
}


@functools.cache
def _imports() -> LegacyImports:
    from graphnotes import tf1

    def tensorflow(name: str) -> ModuleType | None:
        path = name.partition(".")[2]
        found = load(path) if path.startswith("contrib.learn.python") else None  # the facade shows it as contrib.learn itself
        return tf1.facade.namespace(path) if found is None else found

    return LegacyImports(tensorflow, ["contrib"])


class _ContribLoader(LegacyLoader):
    """Runs a module of contrib with NumPy 1's comparisons of arrays with texts."""

    def get_code(self, name: str) -> CodeType:
        tree = ast.parse(self.get_data(self.path), self.path)
        return compile(comparisons.TextComparisons().visit(tree), self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(comparisons.FUNCTIONS)
        super().exec_module(module)


class _ProtoLoader(LegacyLoader):
    """Makes a generated protobuf module out of the descriptor written in it; today's protobuf cannot run the old code."""

    def exec_module(self, module: ModuleType) -> None:
        with open(self.path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "FileDescriptor")
        written = next(keyword.value for keyword in next(calls).keywords if keyword.arg == "serialized_pb")
        serialized = ast.literal_eval(written.args[0]).encode("latin1")
        for needed in descriptor_pb2.FileDescriptorProto.FromString(serialized).dependency:
            if needed.startswith("tensorflow/contrib/"):
                load(needed.removeprefix("tensorflow/").removesuffix(".proto").replace("/", ".") + "_pb2")
        descriptor = descriptor_pool.Default().AddSerializedFile(serialized)
        names = vars(module)
        builder.BuildMessageAndEnumDescriptors(descriptor, names)
        builder.BuildTopDescriptorsAndMessages(descriptor, module.__name__, names)
        names["DESCRIPTOR"] = descriptor


def _file(path: str) -> pathlib.Path | None:
    stem = install.folder().joinpath(*path.split("."))
    return next((file for file in (stem / "__init__.py", stem.with_suffix(".py")) if file.is_file()), None)


def load(path: str) -> ModuleType | None:
    """The module of 1.15.5's `tensorflow.<path>` ("contrib.bayesflow"); None when it has none or contrib isn't installed.

    Raises whatever the module raises while it is imported.
    """
    path = _SHOWN_AS.get(path, path)
    if path.startswith("contrib.learn.") and not _file(path):  # contrib.learn showed what stood in its python.learn
        path = path.replace("contrib.learn.", "contrib.learn.python.learn.", 1)
    name = f"{_ROOT}.{path}"
    if name in sys.modules:
        return sys.modules[name]
    if not install.installed() or path == "contrib":
        return None
    file = _file(path)
    if file is None:
        return None
    parent = path.rpartition(".")[0]
    if parent.startswith("contrib.learn.python."):  # its packages and modules import each other, packages first
        load(parent)
        if name in sys.modules:
            return sys.modules[name]
    package = file.name == "__init__.py"
    kind = _ProtoLoader if path.endswith("_pb2") else _ContribLoader
    loader = kind(name, str(file), _imports())
    spec = importlib.util.spec_from_file_location(name, file, loader=loader, submodule_search_locations=[str(file.parent)] if package else None)
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(_ROOT, ModuleType(_ROOT)).__path__ = []
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    above = sys.modules.get(f"{_ROOT}.{parent}")
    if above is not None:  # as the import system does, so that a module of this name comes before one that is imported there
        setattr(above, path.rpartition(".")[2], module)
    return module
