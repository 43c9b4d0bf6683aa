"""What a dataset is printed as."""

from __future__ import annotations

from tensorflow.python.data.ops import dataset_ops
from tensorflow.python.data.util import nest

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.data.ops.dataset_ops", "DatasetV2.__repr__")
def dataset_repr(self):
    """The class, and the shapes and types of an element."""
    shapes = str(nest.map_structure(str, dataset_ops.get_legacy_output_shapes(self)))
    types = str(nest.map_structure(repr, dataset_ops.get_legacy_output_types(self)))
    quoted = str.maketrans("", "", "'")
    return f"<{type(self).__name__.lstrip('_')} shapes: {shapes.translate(quoted)}, types: {types.translate(quoted)}>"
