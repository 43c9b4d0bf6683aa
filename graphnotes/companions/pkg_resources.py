"""pkg_resources, which setuptools has dropped: what old packages ask it about versions and the files they brought along."""

from __future__ import annotations

import importlib.util
import os
import types
from functools import cache
from importlib import metadata
from typing import BinaryIO

from packaging.version import Version, parse

from graphnotes.companions.proxy import real_module


class DistributionNotFound(metadata.PackageNotFoundError):
    """No such package is installed."""


class Distribution:
    """An installed package: `project_name`, `key`, `version`, `parsed_version` and `location`."""

    def __init__(self, name: str) -> None:
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise DistributionNotFound(f"The {name!r} distribution was not found and is required by the application") from None
        self.project_name, self.version = found.metadata["Name"], found.version
        self.key, self.location = self.project_name.lower(), str(found.locate_file(""))

    @property
    def parsed_version(self) -> Version:
        return parse(self.version)


def get_distribution(dist: str | Distribution) -> Distribution:
    """The installed package of that name; raises DistributionNotFound."""
    return dist if isinstance(dist, Distribution) else Distribution(dist)


def resource_filename(package_or_requirement: str, resource_name: str) -> str:
    """The path of a file that stands beside a module; raises ModuleNotFoundError for no such module."""
    spec = importlib.util.find_spec(package_or_requirement)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {package_or_requirement!r}", name=package_or_requirement)
    return os.path.join(os.path.dirname(spec.origin), *resource_name.split("/"))


def resource_exists(package_or_requirement: str, resource_name: str) -> bool:
    """Whether the file is there."""
    return os.path.exists(resource_filename(package_or_requirement, resource_name))


def resource_stream(package_or_requirement: str, resource_name: str) -> BinaryIO:
    """The file, open for reading bytes."""
    return open(resource_filename(package_or_requirement, resource_name), "rb")


def resource_string(package_or_requirement: str, resource_name: str) -> bytes:
    """What is in the file."""
    with resource_stream(package_or_requirement, resource_name) as file:
        return file.read()


def iter_entry_points(group: str, name: str | None = None):
    """The entry points of a group, one by one."""
    return iter(point for point in metadata.entry_points(group=group) if name in (None, point.name))


_NAMES = (
    DistributionNotFound, Distribution, get_distribution, resource_filename, resource_exists, resource_stream, resource_string, iter_entry_points,
)  # fmt: skip


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import pkg_resources`: the real one where setuptools still has it."""
    real = real_module(name)
    if real is not None or name != "pkg_resources":
        return real
    module = types.ModuleType(name, __doc__)
    module.__dict__.update({value.__name__: value for value in _NAMES}, parse_version=parse)
    return module
