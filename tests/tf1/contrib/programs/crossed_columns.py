"""Programs of crossed columns; 1.15 crossed with one op of contrib, which is several here."""

IGNORED = "cross"


def _linear(tf, np, **options):
    from feature_columns import _features

    layers = tf.contrib.layers
    city, job = (layers.sparse_column_with_hash_bucket(name, 20) for name in ("city", "job"))
    code = layers.sparse_column_with_integerized_feature("code", 10)
    buckets = layers.bucketized_column(layers.real_valued_column("age"), [18, 30, 50])
    pairs = [[city, job], [buckets, code], [job, code, buckets], [layers.crossed_column([city, job], 7), buckets]]
    columns = [layers.crossed_column(pair, 100, **options) for pair in pairs]
    tensors = layers.transform_features(_features(tf, np), columns)
    return {"ids": [tensors[c] for c in columns]}


def crossed_with_key(tf, np):
    """crossed_column with a hash key."""
    return _linear(tf, np, hash_key=956888297470)


def crossed_without_key(tf, np):
    """crossed_column without one: 1.15's older hash."""
    return _linear(tf, np)
