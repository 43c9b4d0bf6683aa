"""contrib's feature columns in tf.feature_column, and scattered embeddings."""

IGNORED = "ross"  # the ops that cross features, `cross` and `SparseFeatureCrossV2`, are of another type today


def _features(tf):
    words = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], ["a", "b", "c"], [3, 2])
    weights = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], [0.5, 2.0, 1.0], [3, 2])
    return {"words": words, "weights": weights, "age": tf.constant([10.0, 30.0, 70.0]), "size": tf.constant([[1.0, 2.0]] * 3)}


def input_layer(tf, np):
    L = tf.contrib.layers
    words = L.sparse_column_with_keys("words", ["a", "b", "c"])
    age, size = L.real_valued_column("age", normalizer=lambda x: x / 10.0), L.real_valued_column("size", dimension=2)
    columns = [
        age,
        size,
        L.one_hot_column(words),
        L.one_hot_column(L.weighted_sparse_column(words, "weights")),
        L.bucketized_column(size, [1.5, 2.5]),
        L.embedding_column(words, 2, initializer=tf.ones_initializer()),
    ]
    return {"layer": tf.feature_column.input_layer(_features(tf), columns)}


def linear_model(tf, np):
    L = tf.contrib.layers
    words = L.sparse_column_with_hash_bucket("words", 7)
    age = L.bucketized_column(L.real_valued_column("age"), [20.0, 50.0])
    columns = [
        words,
        age,
        L.real_valued_column("size", dimension=2),
        L.weighted_sparse_column(L.sparse_column_with_keys("words", ["a", "b"]), "weights"),
        L.crossed_column([words, age], 11, hash_key=5),
    ]
    return {"model": tf.feature_column.linear_model(_features(tf), columns)}


def parsing(tf, np):
    L = tf.contrib.layers
    columns = [L.real_valued_column("size", dimension=2), L.sparse_column_with_keys("words", ["a"])]
    spec = tf.feature_column.make_parse_example_spec(columns)
    example = tf.train.Example()
    example.features.feature["size"].float_list.value.extend([1.0, 2.0])
    example.features.feature["words"].bytes_list.value.append(b"a")
    parsed = tf.parse_example([example.SerializeToString()], spec)
    return {"size": parsed["size"], "words": parsed["words"].values}


def scattered_embeddings(tf, np):
    L = tf.contrib.layers
    start = tf.constant_initializer(np.arange(13, dtype="f"))
    columns = [L.scattered_embedding_column("words", size=13, dimension=3, hash_key=7, combiner=c, initializer=start) for c in ("mean", "sum")]
    return {"mean": L.input_from_feature_columns(_features(tf), columns[:1]), "sum": L.input_from_feature_columns(_features(tf), columns[1:])}


def scattered_embeddings_in_core(tf, np):
    start = tf.constant_initializer(np.arange(5, dtype="f"))
    column = tf.contrib.layers.scattered_embedding_column("words", size=5, dimension=2, hash_key=7, combiner="sqrtn", initializer=start)
    return {"layer": tf.feature_column.input_layer(_features(tf), [column])}
