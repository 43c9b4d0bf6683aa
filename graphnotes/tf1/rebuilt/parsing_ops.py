"""Parsing Example protos: one op for a single example and one for a batch, without scopes and ragged outputs around them."""

from __future__ import annotations

from tensorflow.python.framework import ops, sparse_tensor
from tensorflow.python.ops import gen_parsing_ops, parsing_config, parsing_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.parsing_ops"
_Params = parsing_config._ParseOpParams
_FIXED, _SEQUENCE = parsing_config.FixedLenFeature, parsing_config.FixedLenSequenceFeature
_VARIABLE, _SPARSE = parsing_config.VarLenFeature, parsing_config.SparseFeature


def _by_key(params, sparse_parts, dense) -> dict:
    sparse = [sparse_tensor.SparseTensor(*parts) for parts in zip(*sparse_parts, strict=True)]
    return dict(zip(params.sparse_keys + params.dense_keys, sparse + list(dense), strict=True))


def _example_params(features):
    if not features:
        raise ValueError(f"Missing: features was {features}.")
    features = parsing_ops._prepend_none_dimension(features)
    return features, _Params.from_features(features, [_VARIABLE, _SPARSE, _FIXED, _SEQUENCE])


@rebuild(_MODULE, "parse_example_v2")
def parse_example(serialized, features, example_names=None, name=None):
    """`tf.parse_example`: a ParseExample node for a batch.

    Raises:
        ValueError: no features, or a feature's arguments don't fit together.
    """
    features, params = _example_params(features)
    with ops.name_scope(name, "ParseExample", [serialized, example_names]):
        defaults = params.dense_defaults_vec
        *sparse, dense = gen_parsing_ops.parse_example(
            serialized=serialized,
            names=[] if example_names is None else example_names,
            dense_defaults=defaults,
            sparse_keys=params.sparse_keys,
            sparse_types=params.sparse_types,
            dense_keys=params.dense_keys,
            dense_shapes=params.dense_shapes_as_proto,
            name=name,
        )
        outputs = _by_key(params, sparse, dense)
    return parsing_config._construct_tensors_for_composite_features(features, outputs)


@rebuild(_MODULE, "parse_single_example_v2")
def parse_single_example(serialized, features, example_names=None, name=None):
    """`tf.parse_single_example`: a ParseSingleExample node.

    Raises:
        ValueError: no features, or a feature's arguments don't fit together.
    """
    if example_names is not None:
        return parse_single_example.original(serialized, features, example_names, name)
    features, params = _example_params(features)
    with ops.name_scope(name, "ParseSingleExample", [serialized]):
        serialized = ops.convert_to_tensor(serialized, name="serialized")
        *sparse, dense = gen_parsing_ops.parse_single_example(
            serialized=serialized,
            dense_defaults=params.dense_defaults_vec,
            num_sparse=len(params.sparse_keys),
            sparse_keys=params.sparse_keys,
            sparse_types=params.sparse_types,
            dense_keys=params.dense_keys,
            dense_shapes=params.dense_shapes_as_proto,
            name=name,
        )
        outputs = _by_key(params, sparse, dense)
    return parsing_config._construct_tensors_for_composite_features(features, outputs)


def _sequence_arguments(context_features, sequence_features):
    """The two groups of features, and the arguments that both sequence ops take for them."""
    if not context_features and not sequence_features:
        raise ValueError("Missing features.")
    context = _Params.from_features(context_features, [_VARIABLE, _FIXED])
    lists = _Params.from_features(sequence_features, [_VARIABLE, _SEQUENCE])
    for key, default in lists.dense_defaults.items():
        if default is not None:
            raise ValueError(f"Value feature_list_dense_defaults[{key}] must be None")
    arguments = {
        "context_sparse_keys": context.sparse_keys,
        "context_sparse_types": context.sparse_types,
        "context_dense_keys": context.dense_keys,
        "context_dense_shapes": context.dense_shapes_as_proto,
        "feature_list_sparse_keys": lists.sparse_keys,
        "feature_list_sparse_types": lists.sparse_types,
        "feature_list_dense_keys": lists.dense_keys,
        "feature_list_dense_types": lists.dense_types,
        "feature_list_dense_shapes": lists.dense_shapes_as_proto,
        "feature_list_dense_missing_assumed_empty": list(lists.dense_defaults),
    }
    return context, lists, arguments


@rebuild(_MODULE, "parse_sequence_example")
def parse_sequence_example(
    serialized, context_features=None, sequence_features=None, example_names=None, name=None
):
    """`tf.io.parse_sequence_example`: context, feature lists and their lengths of a batch.

    Raises:
        ValueError: no features, or a default for a feature list.
    """
    context, lists, arguments = _sequence_arguments(context_features, sequence_features)
    with ops.name_scope(name, "ParseSequenceExample", [serialized]):
        parsed = gen_parsing_ops.parse_sequence_example(
            serialized=serialized,
            debug_name=[] if example_names is None else example_names,
            Ncontext_sparse=len(context.sparse_keys),
            Ncontext_dense=len(context.dense_keys),
            Nfeature_list_sparse=len(lists.sparse_keys),
            Nfeature_list_dense=len(lists.dense_keys),
            context_dense_defaults=context.dense_defaults_vec,
            name=name,
            **arguments,
        )
        lengths = dict(zip(lists.dense_keys, parsed[8], strict=True))
        return _by_key(context, parsed[:3], parsed[3]), _by_key(lists, parsed[4:7], parsed[7]), lengths


@rebuild(_MODULE, "parse_single_sequence_example")
def parse_single_sequence_example(
    serialized, context_features=None, sequence_features=None, example_name=None, name=None
):
    """`tf.parse_single_sequence_example`: context and feature lists of one example.

    Raises:
        ValueError: no features, or a default for a feature list.
    """
    context, lists, arguments = _sequence_arguments(context_features, sequence_features)
    with ops.name_scope(name, "ParseSingleSequenceExample", [serialized]):
        parsed = gen_parsing_ops.parse_single_sequence_example(
            serialized=serialized,
            debug_name="" if example_name is None else example_name,
            context_dense_defaults=context.dense_defaults_vec,
            name=name,
            **arguments,
        )
        return _by_key(context, parsed[:3], parsed[3]), _by_key(lists, parsed[4:7], parsed[7])
