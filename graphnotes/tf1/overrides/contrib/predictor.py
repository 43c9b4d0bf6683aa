"""tf.contrib.predictor: a trained model as a function from dicts of arrays to dicts of arrays."""

from __future__ import annotations

from tensorflow.python.saved_model import loader, signature_constants

from graphnotes.tf1 import root as tf


class _Predictor:
    """Calls a signature of a graph: `predictor({"x": array})` gives its outputs by name.

    Attributes: `graph`, `session`, and `feed_tensors` and `fetch_tensors` by name.
    """

    def __init__(self, graph, session, feed_tensors, fetch_tensors):
        self._graph, self._session = graph, session
        self._feed_tensors, self._fetch_tensors = feed_tensors, fetch_tensors

    @property
    def graph(self):
        return self._graph

    @property
    def session(self):
        return self._session

    @property
    def feed_tensors(self) -> dict:
        return self._feed_tensors

    @property
    def fetch_tensors(self) -> dict:
        return self._fetch_tensors

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__} with feed tensors {self.feed_tensors} and fetch_tensors {self.fetch_tensors}"
        )

    def __call__(self, input_dict: dict) -> dict:
        """Raises ValueError for an input the signature lacks."""
        unexpected = sorted(set(input_dict) - set(self._feed_tensors))
        if unexpected:
            raise ValueError(
                f"Got unexpected keys in input_dict: {set(unexpected)}\nexpected: {set(self._feed_tensors)}"
            )
        feeds = {
            tensor: input_dict[name] for name, tensor in self._feed_tensors.items() if name in input_dict
        }
        return self._session.run(fetches=self._fetch_tensors, feed_dict=feeds)


def from_saved_model(
    export_dir,
    signature_def_key=None,
    signature_def=None,
    input_names=None,
    output_names=None,
    tags=None,
    graph=None,
    config=None,
):
    """The model in a SavedModel.

    Args:
        export_dir: its folder.
        signature_def_key: which signature; "serving_default" when None.
        signature_def, or input_names and output_names: a signature of one's own: dicts from names to tensor names.
        tags: the meta graph's; "serve" when None.
        graph: to load it into; a new one when None.
        config: a ConfigProto.

    Raises:
        ValueError: more than one signature is given, or the SavedModel has none of that name.
    """
    given = [signature_def_key is not None, signature_def is not None, input_names is not None]
    if sum(given) > 1:
        raise ValueError(
            "You must specify at most one of signature_def_key OR signature_def OR (input_names AND output_names)."
        )
    if (input_names is None) != (output_names is None):
        raise ValueError("input_names and output_names must both be specified or both be unspecified.")
    if tags is None:
        tags = ["serve"]
    elif isinstance(tags, str):
        tags = tags.split(",")
    graph = graph or tf.Graph()
    with graph.as_default():
        session = tf.Session(graph=graph, config=config)
        meta_graph = loader.load(session, list(tags), export_dir)
    if input_names is None:
        if signature_def is None:
            key = signature_def_key or signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
            if key not in meta_graph.signature_def:
                raise ValueError(
                    f'Got signature_def_key "{key}". Available signatures are {set(meta_graph.signature_def)}.'
                )
            signature_def = meta_graph.signature_def[key]
        input_names = {name: info.name for name, info in signature_def.inputs.items()}
        output_names = {name: info.name for name, info in signature_def.outputs.items()}
    return _Predictor(
        graph,
        session,
        {name: graph.get_tensor_by_name(tensor) for name, tensor in input_names.items()},
        {name: graph.get_tensor_by_name(tensor) for name, tensor in output_names.items()},
    )


__all__ = ["from_saved_model"]
