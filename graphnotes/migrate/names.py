"""Names of nodes and tensors in a GraphDef."""

from __future__ import annotations

import re


def split_tensor(name: str) -> tuple[str, int]:
    """`"cell/split:2"` -> `("cell/split", 2)`; a bare node name is its output 0."""
    node, _, index = name.lstrip("^").partition(":")
    return node, int(index or 0)


def node_of(name: str) -> str:
    """The node a tensor name, node name or control input belongs to."""
    return split_tensor(name)[0]


def tensor_name(thing) -> str:
    """The name of a tensor, variable or operation given as an object or as a string; tensors get their `:0`."""
    if isinstance(thing, str):
        return thing
    return thing.name


def argument_name(name: str) -> str:
    """A Python argument name for a tensor: `"net/x-input:0"` -> `"net_x_input"`."""
    node, index = split_tensor(name)
    text = re.sub(r"\W", "_", node if index == 0 else f"{node}_{index}")
    return text if not text[:1].isdigit() else f"_{text}"
