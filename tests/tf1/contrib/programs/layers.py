# ruff: noqa: SIM117, UP031 - Python 3.7 runs this too
"""tf.contrib.layers."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def fully_connected_with_everything(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 3, 4)
    a = L.fully_connected(
        x, 5, weights_regularizer=L.l1_l2_regularizer(0.1, 0.2), biases_regularizer=L.l1_regularizer(0.3),
        variables_collections={"weights": ["w"], "biases": ["b"]}, outputs_collections=["outs"],
    )  # fmt: skip
    b = L.relu6(a, 3, scope="six")
    c = L.linear(_ramp(tf, np, 2, 3, 4), 2)
    d = L.fully_connected(b, 3, normalizer_fn=L.batch_norm, normalizer_params={"is_training": True})
    return {"a": a, "b": b, "c": c, "d": d, "r": tf.losses.get_regularization_loss()}


def partitioned_fully_connected(tf, np):
    with tf.variable_scope("p", partitioner=tf.fixed_size_partitioner(2)):
        y = tf.contrib.layers.fully_connected(_ramp(tf, np, 3, 4), 5, variables_collections=["mine"])
    return {"y": y}


def legacy_fully_connected(tf, np):
    L = tf.contrib.layers
    a = L.legacy_fully_connected(_ramp(tf, np, 3, 4), 5, activation_fn=tf.nn.relu)
    b = L.legacy_linear(_ramp(tf, np, 2, 3, 4), 2, bias_init=None, weight_regularizer=L.l2_regularizer(0.1))
    return {"a": a, "b": b}


def convolutions(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 2, 6, 6, 3)
    a = L.conv2d(x, 4, [3, 2], stride=2, padding="VALID", weights_regularizer=L.l2_regularizer(0.1))
    b = L.conv2d(x, 4, 3, rate=2, activation_fn=None, biases_initializer=None, scope="dilated")
    c = L.conv1d(_ramp(tf, np, 2, 6, 3), 4, 3)
    d = L.conv3d(_ramp(tf, np, 1, 4, 4, 4, 2), 2, 2)
    return {"a": a, "b": b, "c": c, "d": d}


def transposed_convolutions(tf, np):
    L = tf.contrib.layers
    a = L.conv2d_transpose(_ramp(tf, np, 2, 3, 3, 3), 4, 3, stride=2)
    b = L.conv2d_transpose(a, 2, [2, 2], padding="VALID", activation_fn=None, normalizer_fn=L.batch_norm)
    c = L.conv3d_transpose(_ramp(tf, np, 1, 2, 2, 2, 2), 2, 2, stride=2)
    return {"a": a, "b": b, "c": c}


def channels_apart(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 2, 6, 6, 3)
    a = L.separable_conv2d(x, 4, 3, 2)
    b = L.separable_conv2d(x, None, 3, depth_multiplier=2, stride=2, scope="deep")
    c = L.conv2d_in_plane(x, 3)
    d = L.separable_conv2d(x, 4, 3, 1, normalizer_fn=L.batch_norm, scope="normed")
    return {"a": a, "b": b, "c": c, "d": d}


def pools(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 2, 6, 6, 3)
    return {
        "a": L.max_pool2d(x, 2), "b": L.avg_pool2d(x, [3, 2], stride=1, padding="SAME"),
        "c": L.max_pool3d(_ramp(tf, np, 1, 4, 4, 4, 2), 2), "d": L.avg_pool3d(_ramp(tf, np, 1, 4, 4, 4, 2), 2),
        "e": tf.contrib.slim.pool(x, 2, "MAX", scope="p"),
    }  # fmt: skip


def batch_norm_ways(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 4, 3, 3, 2)
    training = tf.placeholder_with_default(True, [])
    a = L.batch_norm(x)
    b = L.batch_norm(x, scale=True, is_training=False, scope="inference")
    c = L.batch_norm(x, updates_collections=None, scope="forced")
    d = L.batch_norm(_ramp(tf, np, 4, 5), center=False, scale=True, scope="flat", decay=0.9)
    e = L.batch_norm(x, is_training=training, updates_collections=None, scope="switched")
    f = L.batch_norm(_ramp(tf, np, 4, 3, 2), fused=False, scope="plain", activation_fn=tf.nn.relu)
    g = L.batch_norm(x, batch_weights=[1.0, 2.0, 0.0, 1.0], scope="weighted", scale=True)
    h = L.batch_norm(x, fused=False, updates_collections=None, is_training=training, scope="unfused")
    return {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "g": g, "h": h}


def batch_norm_debiased(tf, np):
    return {"a": tf.contrib.layers.batch_norm(_ramp(tf, np, 4, 3, 3, 2), zero_debias_moving_mean=True)}


def normalizations(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 2, 3, 3, 4)
    return {
        "a": L.layer_norm(_ramp(tf, np, 3, 4)), "b": L.layer_norm(x, begin_norm_axis=-1, center=False),
        "c": L.instance_norm(x), "d": L.instance_norm(x, data_format="NCHW", scope="first"),
        "e": L.group_norm(x, groups=2), "f": L.group_norm(x, groups=2, mean_close_to_zero=True, scope="near"),
        "g": L.unit_norm(x, 3), "h": L.bias_add(x, activation_fn=tf.nn.relu),
    }  # fmt: skip


def shapes_and_units(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 2, 3, 3, 4)
    return {
        "a": L.flatten(x), "b": L.dropout(x, 0.8), "c": L.one_hot_encoding(tf.constant([1, 0, 2]), 3),
        "d": L.softmax(_ramp(tf, np, 2, 3, 4)), "e": L.maxout(x, 2), "f": L.dense_to_sparse(tf.constant([[1, 0], [0, 2]])),
        "g": L.images_to_sequence(x), "h": L.sequence_to_images(_ramp(tf, np, 3, 4, 2), 2),
        "i": L.spatial_softmax(x), "j": L.dropout(x, 0.3, is_training=False), "k": L.dropout(x, 0.5, seed=5, scope="s"),
    }  # fmt: skip


def dropout_while_training(tf, np):
    training = tf.placeholder_with_default(True, [])
    return {"a": tf.contrib.layers.dropout(tf.ones([4, 5]), 0.5, is_training=training)}


def composed(tf, np):
    L = tf.contrib.layers
    x = _ramp(tf, np, 3, 4)
    a = L.repeat(x, 2, L.fully_connected, 4)
    b = L.stack(x, L.fully_connected, [5, [3, tf.nn.tanh]])
    c = L.stack(_ramp(tf, np, 1, 4, 4, 2), L.conv2d, [(2, 3), (3, [1, 1])], scope="convs", padding="SAME")
    return {"a": a, "b": b, "c": c}


def initializers(tf, np):
    L = tf.contrib.layers
    kinds = [L.xavier_initializer(), L.xavier_initializer(uniform=False), L.variance_scaling_initializer(),
             L.variance_scaling_initializer(1.0, "FAN_OUT", True, seed=3), L.xavier_initializer_conv2d(seed=2)]  # fmt: skip
    shapes = [[3, 4], [2, 3, 4, 5], [7], [2, 2], [3, 3, 1, 2]]
    return {str(i): tf.get_variable("v%d" % i, s, initializer=k) for i, (k, s) in enumerate(zip(kinds, shapes))}


def regularizers(tf, np):
    L = tf.contrib.layers
    w = _ramp(tf, np, 3, 4)
    a = L.sum_regularizer([L.l1_regularizer(0.1), None, L.l2_regularizer(0.2)])(w)
    b = L.apply_regularization(L.l2_regularizer(0.5), [w, w])
    c = L.l1_l2_regularizer(0.0, 0.5)(w)
    return {"a": a, "b": b, "c": c}


def embeddings(tf, np):
    L = tf.contrib.layers
    ids = tf.constant([[1, 2, 0], [3, 1, 1]])
    a = L.embed_sequence(ids, 5, 3)
    b = L.embed_sequence(ids, 5, 3, unique=True, scope="unique")
    c = L.bow_encoder(ids, 5, 3)
    d = L.bow_encoder(ids, 5, 3, sparse_lookup=False, scope="dense")
    return {"a": a, "b": b, "c": c, "d": d}


def optimize_loss_ways(tf, np):
    L = tf.contrib.layers
    gs = tf.train.get_or_create_global_step()
    y = L.fully_connected(_ramp(tf, np, 3, 4), 2, normalizer_fn=L.batch_norm)
    loss = tf.reduce_mean(tf.square(y))
    a = L.optimize_loss(
        loss, gs, 0.1, "Adam", clip_gradients=0.5, summaries=L.OPTIMIZER_SUMMARIES,
        learning_rate_decay_fn=lambda lr, step: tf.train.exponential_decay(lr, step, 10, 0.5),
    )  # fmt: skip
    with tf.control_dependencies([a]):
        return {"loss": tf.identity(loss)}


def optimize_loss_plain(tf, np):
    w = tf.get_variable("w", initializer=[1.0, 2.0])
    loss = tf.reduce_sum(tf.square(w))
    gs = tf.train.get_or_create_global_step()
    tf.contrib.layers.optimize_loss(
        loss, gs, tf.constant(0.1), lambda lr: tf.train.MomentumOptimizer(lr, 0.9), gradient_multipliers={"w:0": 2.0},
        clip_gradients=tf.contrib.slim.adaptive_clipping_fn(global_step=gs), name="opt",
    )  # fmt: skip
    return {"loss": loss}  # the training op's own loss races with the update of w


def summaries(tf, np):
    L = tf.contrib.layers
    y = L.relu6(_ramp(tf, np, 3, 4), 2)
    L.summarize_activation(y)
    L.summarize_tensors([y, tf.reduce_sum(y)])
    L.summarize_collection(tf.GraphKeys.TRAINABLE_VARIABLES)
    return {"y": y}


def slim_net(tf, np):
    slim = tf.contrib.slim
    with slim.arg_scope(
        [slim.conv2d, slim.fully_connected], weights_regularizer=slim.l2_regularizer(0.01), outputs_collections="ends",
        normalizer_fn=slim.batch_norm,
    ):  # fmt: skip
        with slim.arg_scope([slim.batch_norm], is_training=True, decay=0.9):
            net = slim.conv2d(_ramp(tf, np, 2, 4, 4, 3), 4, [3, 3], scope="conv1")
            net = slim.repeat(net, 2, slim.conv2d, 4, [1, 1], scope="conv2")
            net = slim.flatten(slim.avg_pool2d(net, [2, 2]))
            net = slim.fully_connected(net, 3, activation_fn=None, scope="logits")
    slim.losses.softmax_cross_entropy(net, tf.constant([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), label_smoothing=0.1)
    names = list(slim.utils.convert_collection_to_dict("ends"))
    assert names == ["conv1", "conv2/conv2_1", "conv2/conv2_2", "logits"], names
    return {"y": net, "loss": slim.losses.get_total_loss()}


def slim_train_op(tf, np):
    slim = tf.contrib.slim
    y = slim.fully_connected(_ramp(tf, np, 3, 4), 2, normalizer_fn=slim.batch_norm)
    slim.losses.mean_squared_error(y, tf.ones([3, 2]))
    op = slim.learning.create_train_op(
        slim.losses.get_total_loss(), tf.train.GradientDescentOptimizer(0.1), clip_gradient_norm=1.0,
        summarize_gradients=True, gradient_multipliers={"fully_connected/weights": 2.0},
    )  # fmt: skip
    return {"loss": op}


def contrib_losses(tf, np):
    losses = tf.contrib.losses
    x, y = _ramp(tf, np, 3, 4), tf.constant(np.eye(3, 4).astype("f"))
    w = tf.constant([1.0, 0.0, 2.0])
    return {
        "a": losses.absolute_difference(x, y), "b": losses.mean_squared_error(x, y, weights=w),
        "c": losses.sigmoid_cross_entropy(x, y, label_smoothing=0.1), "d": losses.softmax_cross_entropy(x, y, weights=w),
        "e": losses.sparse_softmax_cross_entropy(x, tf.constant([0, 1, 3])), "f": losses.hinge_loss(x, y),
        "g": losses.log_loss(tf.sigmoid(x), y), "h": losses.cosine_distance(x, y, axis=1),
        "i": losses.mean_pairwise_squared_error(x, y), "j": losses.get_total_loss(),
    }  # fmt: skip


def framework_shapes(tf, np):
    F = tf.contrib.framework
    x = tf.placeholder_with_default(np.ones((2, 3), "f"), [None, 3])
    return {
        "a": F.with_shape([2, 3], x), "b": F.with_same_shape(x, tf.identity(x)), "c": F.reduce_sum_n([tf.identity(x), tf.ones([2])]),
        "d": F.remove_squeezable_dimensions(tf.ones([2, 1]), tf.ones([2])),
    }  # fmt: skip
