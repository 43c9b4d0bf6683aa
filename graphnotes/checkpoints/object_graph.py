"""TF2 object checkpoints: V2 files whose keys are paths through an object graph that is stored beside the values.

Sources: core/protobuf/trackable_object_graph.proto and checkpoint/trackable_view of TensorFlow. A variable reached as
`root.layer.kernel` is stored under `layer/kernel/.ATTRIBUTES/VARIABLE_VALUE`; here it is simply called `layer/kernel`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from google.protobuf.message import Message

from graphnotes.checkpoints.checkpoint import Entry
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.messages import new, parse
from graphnotes.checkpoints.v2 import V2

GRAPH_KEY = "_CHECKPOINTABLE_OBJECT_GRAPH"
VALUE = "/.ATTRIBUTES/VARIABLE_VALUE"


class ObjectCheckpoint(V2):
    """A TF2 object checkpoint; its variables are named by their object path, `graph` is the object graph."""

    format = "TF2 objects"

    def __init__(self, prefix: str):
        super().__init__(prefix)
        stored = V2.read(self, GRAPH_KEY).item()
        self.graph = parse("TrackableObjectGraph", stored, f"{self.index_path}: {GRAPH_KEY}")
        for node in self.graph.nodes:
            for child in node.children:
                if not 0 <= child.node_id < len(self.graph.nodes):
                    raise corrupt(self.index_path, f"the object graph refers to node {child.node_id} of {len(self.graph.nodes)}")
        del self.entries[GRAPH_KEY]
        renamed = {_plain(key): Entry(_plain(key), *_rest(entry)) for key, entry in self.entries.items()}
        if len(renamed) == len(self.entries):  # else two keys differ only by the suffix: keep them as they are
            self._protos = {_plain(key): proto for key, proto in self._protos.items()}
            self.entries = renamed

    def graph_names(self) -> dict[str, str]:
        """The variables that recorded the name they have in a graph, where no two recorded the same."""
        found = [(value.full_name, _plain(value.checkpoint_key)) for node in self.graph.nodes for value in node.attributes]
        times = Counter(full_name for full_name, _ in found)
        return {full_name: name for full_name, name in found if full_name and times[full_name] == 1 and name in self.entries}

    def damage(self) -> Iterator[CheckpointError]:
        yield from super().damage()
        try:
            V2(self.path).read(GRAPH_KEY)
        except CheckpointError as error:
            yield error


def _plain(key: str) -> str:
    return key.removesuffix(VALUE)


def _rest(entry: Entry) -> tuple:
    return entry.dtype, entry.shape, entry.nbytes, entry.parts


def object_graph(names: Iterable[str]) -> Message:
    """The object graph in which each name's scopes are nested objects: `a/b` is attribute `b` of the root's `a`."""
    nodes = [new("TrackableObject")]
    ids: dict[tuple[str, ...], int] = {(): 0}
    for name in names:
        path: tuple[str, ...] = ()
        for part in name.split("/"):
            parent, path = ids[path], (*path, part)
            if path not in ids:
                ids[path] = len(nodes)
                nodes.append(new("TrackableObject"))
                nodes[parent].children.append(new("ObjectReference", node_id=ids[path], local_name=part))
        value = new("SerializedTensor", name="VARIABLE_VALUE", full_name=name, checkpoint_key=object_key(name))
        nodes[ids[path]].attributes.append(value)
    return new("TrackableObjectGraph", nodes=nodes)


def object_key(name: str) -> str:
    """The key a variable of that name is stored under, in the object graph above."""
    return name + VALUE
