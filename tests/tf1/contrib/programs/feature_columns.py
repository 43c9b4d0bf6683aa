"""Programs of contrib.layers' feature columns."""


def _ragged(tf, np, rows, dtype):
    indices = [(r, c) for r, row in enumerate(rows) for c in range(len(row))]
    values = tf.constant([v for row in rows for v in row], dtype)
    return tf.SparseTensor(np.array(indices, np.int64).reshape(-1, 2), values, [len(rows), max(map(len, rows))])


def _features(tf, np):
    return {
        "age": tf.constant([[17.0], [32.5], [61.0]]),
        "size": tf.constant([[1, 2], [3, 4], [5, 6]]),
        "city": _ragged(tf, np, [["oslo"], ["bern", "rome"], []], tf.string),
        "job": _ragged(tf, np, [["cook", "baker"], ["smith"], ["cook"]], tf.string),
        "code": _ragged(tf, np, [[7], [12, 3], [5]], tf.int64),
        "weight": _ragged(tf, np, [[0.5], [1.5, 2.0], []], tf.float32),
        "word": tf.constant([["a"], [""], ["c"]]),
    }


def linear(tf, np):
    """weighted_sum_from_feature_columns of every kind of linear column."""
    layers = tf.contrib.layers
    features = _features(tf, np)
    age = layers.real_valued_column("age", normalizer=lambda x: x / 10.0)
    buckets = layers.bucketized_column(layers.real_valued_column("age"), [18, 30, 30, 50])
    sizes = layers.bucketized_column(layers.real_valued_column("size", dimension=2, dtype=tf.int32), [2.0, 4.0])
    city = layers.sparse_column_with_hash_bucket("city", 20, combiner="mean")
    columns = [
        age,
        buckets,
        sizes,
        city,
        layers.sparse_column_with_keys("job", ["cook", "smith"]),
        layers.sparse_column_with_integerized_feature("code", 10, combiner="sqrtn"),
        layers.weighted_sparse_column(city, "weight"),
        layers.sparse_column_with_hash_bucket("word", 5, hash_keys=[[1, 2], [3, 4]]),
    ]
    logits, variables, bias = layers.weighted_sum_from_feature_columns(features, columns, 2)
    loss = tf.reduce_mean(tf.square(logits - [[1.0, 2.0]]))
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.control_dependencies([step]):
        trained = {v.op.name: v.initialized_value() for c in columns for v in variables[c]}
    return {"logits": logits, "gradients": tf.gradients(loss, [bias, variables[age][0]]), "parts": sorted(trained) and list(trained.values())[:1]}


def deep(tf, np):
    """input_from_feature_columns of every kind of dense column."""
    layers = tf.contrib.layers
    features = _features(tf, np)
    city = layers.sparse_column_with_hash_bucket("city", 20)
    job = layers.sparse_column_with_keys("job", ["cook", "smith"])
    columns = [
        layers.real_valued_column("age"),
        layers.real_valued_column("size", dimension=2, dtype=tf.int32),
        layers.bucketized_column(layers.real_valued_column("age"), [18, 30, 50]),
        layers.one_hot_column(job),
        layers.embedding_column(city, 3),
        layers.embedding_column(layers.weighted_sparse_column(city, "weight"), 2, combiner="sum", max_norm=0.1),
        layers.embedding_column(layers.sparse_column_with_integerized_feature("code", 10), 2, initializer=tf.ones_initializer()),
    ]
    outputs = {}
    net = layers.input_from_feature_columns(features, columns, cols_to_outs=outputs, weight_collections=["mine"])
    return {"net": net, "parts": [outputs[c] for c in columns]}


def shared_embeddings(tf, np):
    """shared_embedding_columns: one variable for two columns."""
    layers = tf.contrib.layers
    features = _features(tf, np)
    both = [layers.sparse_column_with_hash_bucket(name, 12) for name in ("city", "job")]
    columns = layers.shared_embedding_columns(both, 3, combiner="sqrtn")
    return {"net": layers.input_from_feature_columns(features, columns)}


def sequence_input(tf, np):
    """sequence_input_from_feature_columns."""
    layers = tf.contrib.layers
    features = {
        "x": tf.constant([[[1.0], [2.0]], [[3.0], [4.0]]]),
        "id": tf.SparseTensor([[0, 0, 0], [0, 1, 0], [1, 0, 0]], tf.constant([3, 5, 1], tf.int64), [2, 2, 1]),
    }
    ids = layers.sparse_column_with_integerized_feature("id", 6)
    columns = [layers.real_valued_column("x"), layers.one_hot_column(ids), layers.embedding_column(ids, 2)]
    return {"net": layers.sequence_input_from_feature_columns(features, columns)}


def joint_sum(tf, np):
    """joint_weighted_sum_from_feature_columns."""
    layers = tf.contrib.layers
    features = _features(tf, np)
    columns = [layers.sparse_column_with_hash_bucket("city", 6), layers.sparse_column_with_integerized_feature("code", 4)]
    logits, _, _ = layers.joint_weighted_sum_from_feature_columns(features, columns, 2)
    return {"logits": logits}


def parsing(tf, np):
    """parse_feature_columns_from_examples, placeholders and transform_features."""
    layers = tf.contrib.layers
    age = layers.real_valued_column("age", dimension=2, default_value=3.0)
    job = layers.sparse_column_with_keys("job", ["cook", "smith"], default_value=1)
    ids = layers.sparse_column_with_integerized_feature("code", 10)
    example = tf.train.Example()
    example.features.feature["job"].bytes_list.value.extend([b"smith", b"cook", b"king"])
    example.features.feature["code"].int64_list.value.append(23)
    parsed = layers.parse_feature_columns_from_examples([example.SerializeToString()], [age, job, ids])
    layers.make_place_holder_tensors_for_base_features([job])
    changed = layers.transform_features({"code": _features(tf, np)["code"]}, [ids])
    return {"age": parsed[age], "job": parsed[job], "raw": parsed["code"], "code": parsed[ids], "changed": changed[ids]}


def inferred(tf, np):
    """infer_real_valued_columns and the columns' keys."""
    layers = tf.contrib.layers
    features = {"a": tf.ones([2, 3, 4]), "b": tf.ones([2], tf.int32)}
    columns = layers.infer_real_valued_columns(features)
    job = layers.sparse_column_with_keys("job", ["cook", "smith"])
    columns += [layers.crossed_column([job, layers.bucketized_column(columns[1], [1.0])], 5, hash_key=3)]
    columns += [layers.embedding_column(columns[2], 4, initializer=tf.zeros_initializer())]
    return {"keys": tf.constant([c.key for c in columns])}
