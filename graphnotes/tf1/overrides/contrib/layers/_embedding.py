"""Looking ids up in embeddings (tf.contrib.layers.embed_sequence, bow_encoder and their kind)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import model_variable


def safe_embedding_lookup_sparse(
    embedding_weights,
    sparse_ids,
    sparse_weights=None,
    combiner=None,
    default_id=None,
    name=None,
    partition_strategy="div",
    max_norm=None,
):
    """`tf.nn.safe_embedding_lookup_sparse`, with the combiner "mean" when none is given."""
    if combiner is None:
        tf.logging.warning('The default value of combiner will change from "mean" to "sqrtn" after 2016/11/01.')
        combiner = "mean"
    if embedding_weights is None:
        raise ValueError("Missing embedding_weights None.")
    return tf.nn.safe_embedding_lookup_sparse(
        embedding_weights,
        sparse_ids,
        sparse_weights=sparse_weights,
        combiner=combiner,
        default_id=default_id,
        name=name,
        partition_strategy=partition_strategy,
        max_norm=max_norm,
    )


def embedding_lookup_unique(params, ids, partition_strategy="mod", name=None):
    """`tf.nn.embedding_lookup` that fetches each embedding once, however often its id occurs."""
    with tf.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = tf.convert_to_tensor(ids)
        shape = tf.shape(ids)
        unique_ids, where = tf.unique(tf.reshape(ids, tf.reduce_prod(shape, keepdims=True)))
        unique = tf.nn.embedding_lookup(params, unique_ids, partition_strategy)
        flat = tf.gather(unique, where)
        embedded = tf.reshape(flat, tf.concat([shape, tf.shape(unique)[1:]], 0))
        embedded.set_shape(ids.get_shape().concatenate(unique.get_shape()[1:]))
        return embedded


def embed_sequence(
    ids,
    vocab_size=None,
    embed_dim=None,
    unique=False,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """Ids [batch, time] as embeddings [batch, time, embed_dim] from a variable `embeddings`.

    Args:
        unique: look each id up once.
        reuse: the sizes may be left out then.

    Raises:
        ValueError: a size is missing.
    """
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            "Must specify vocab size and embedding dimension when not reusing. "
            f"Got vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with tf.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        unknown = (reuse and vocab_size is None) or embed_dim is None
        embeddings = model_variable(
            "embeddings",
            shape=None if unknown else [vocab_size, embed_dim],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        return embedding_lookup_unique(embeddings, ids) if unique else tf.nn.embedding_lookup(embeddings, ids)


def bow_encoder(
    ids,
    vocab_size,
    embed_dim,
    sparse_lookup=True,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """The mean of the embeddings of a sequence's ids (a bag of words), [batch, embed_dim].

    Raises:
        ValueError: a size is missing.
        TypeError: sparse ids with `sparse_lookup=False`.
    """
    if not vocab_size or not embed_dim:
        raise ValueError("Must specify vocab size and embedding dimension")
    with tf.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = model_variable(
            "embeddings",
            shape=[vocab_size, embed_dim],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        sparse = isinstance(ids, tf.SparseTensor)
        if sparse_lookup:
            sparse_ids = ids if sparse else _sparse(ids)
            return safe_embedding_lookup_sparse([embeddings], sparse_ids, combiner="mean", default_id=0)
        if sparse:
            raise TypeError("ids are expected to be dense Tensor, got: %s", ids)
        return tf.reduce_mean(tf.nn.embedding_lookup(embeddings, ids), axis=1)


def _sparse(dense):
    """The elements that are not 0 (or "") of a dense tensor of ids."""
    with tf.name_scope("DenseToSparseTensor"):
        dense = tf.convert_to_tensor(dense)
        ignored = tf.cast("" if dense.dtype == tf.string else dense.dtype.as_numpy_dtype(), dense.dtype, name="ignore_value")
        indices = tf.where(tf.not_equal(dense, ignored), name="indices")
        values = tf.gather_nd(dense, indices, name="values")
        return tf.SparseTensor(indices, values, tf.shape(dense, out_type=tf.int64, name="dense_shape"))
