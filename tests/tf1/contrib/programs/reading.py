"""slim's readers and decoders, contrib.training's samplers."""


def _dataset(tf, slim):
    decoder = slim.tfexample_decoder
    features = {
        "image/encoded": tf.FixedLenFeature((), tf.string, default_value=""),
        "image/format": tf.FixedLenFeature((), tf.string, default_value="png"),
        "label": tf.FixedLenFeature([1], tf.int64),
        "numbers": tf.VarLenFeature(tf.float32),
        "ids": tf.VarLenFeature(tf.int64),
        "size": tf.FixedLenFeature([2], tf.int64),
        "box/ymin": tf.VarLenFeature(tf.float32),
        "box/xmin": tf.VarLenFeature(tf.float32),
        "box/ymax": tf.VarLenFeature(tf.float32),
        "box/xmax": tf.VarLenFeature(tf.float32),
    }
    handlers = [
        ("box", decoder.BoundingBox(prefix="box/")),
        ("image", decoder.Image(shape=[4, 5, 3])),
        ("label", decoder.Tensor("label", shape=[])),
        ("numbers", decoder.Tensor("numbers", shape_keys="size", default_value=1.0)),
        ("sparse", decoder.SparseTensor("ids", "numbers", shape=[9], densify=True)),
        ("backup", decoder.BackupHandler(decoder.Tensor("numbers"), decoder.ItemHandlerCallback("ids", _floats(tf)))),
    ]
    import collections

    handlers = collections.OrderedDict(handlers)
    return slim.dataset.Dataset(
        ["a.tfrecord", "b.tfrecord"], tf.TFRecordReader, decoder.TFExampleDecoder(features, handlers), 7, {}
    )


def _floats(tf):
    return lambda found: tf.cast(tf.sparse_tensor_to_dense(found["ids"]), tf.float32)


def provider(tf, np):
    """A DatasetDataProvider with two readers, its items queued."""
    slim = tf.contrib.slim
    provider = slim.dataset_data_provider.DatasetDataProvider(_dataset(tf, slim), num_readers=2, num_epochs=1, seed=3)
    image, label = provider.get(["image", "label"])
    images, labels = tf.train.batch([image, label], 4)
    slim.prefetch_queue.prefetch_queue({"x": images, "y": labels}, capacity=2, num_threads=2).dequeue()
    return {}


def single_pass(tf, np):
    """single_pass_read and an unshuffled parallel_read."""
    reader = tf.contrib.slim.parallel_reader
    reader.single_pass_read(["a"], tf.TextLineReader, {"skip_header_lines": 1})
    reader.parallel_read("a", tf.TextLineReader, shuffle=False, num_readers=1)
    return {}


def decoded(tf, np):
    """TFExampleDecoder's items without the image."""
    example = tf.train.Example()
    feature = example.features.feature
    feature["label"].int64_list.value.append(3)
    feature["size"].int64_list.value.extend([2, 2])
    feature["ids"].int64_list.value.extend([1, 4, 6, 8])
    feature["numbers"].float_list.value.extend([0.5, 1.5, 2.5, 3.5])
    for i, side in enumerate(("ymin", "xmin", "ymax", "xmax")):
        feature["box/" + side].float_list.value.extend([float(i), i + 0.5])
    items = ["box", "label", "numbers", "sparse", "backup"]
    tensors = _dataset(tf, tf.contrib.slim).decoder.decode(tf.constant(example.SerializeToString()), items)
    return dict(zip(items, tensors))


def sampled(tf, np):
    """rejection_sample and stratified_sample."""
    training = tf.contrib.training
    x, y = tf.random_uniform([3], seed=1), tf.constant(1)
    training.rejection_sample([x, y], lambda found: tf.reduce_mean(found[0]), 4, runtime_checks=True)
    training.rejection_sample([tf.ones([2, 3]), tf.zeros([2])], lambda found: 0.5, 4, enqueue_many=True)
    training.stratified_sample([x], y, [0.2, 0.8], 4, init_probs=[0.5, 0.5])
    training.stratified_sample([tf.ones([2, 3])], tf.constant([0, 1]), [0.2, 0.8], 4, enqueue_many=True)
    return {}


def resampled(tf, np):
    """resample_at_rate and weighted_resample."""
    training = tf.contrib.training
    x = tf.constant([[1.0], [2.0], [3.0]])
    rows = training.resample_at_rate([x], [2.0, 0.0, 1.0], seed=5)
    weighted, rates = training.weighted_resample([x], tf.constant([1.0, 2.0, 3.0]), 2.0, seed=6)
    return {"rows": rows, "weighted": weighted, "rates": rates}


def placed(tf, np):
    """Variables on parameter servers by their size and by their names."""
    training = tf.contrib.training
    with tf.Graph().as_default():
        greedy = training.GreedyLoadBalancingStrategy(2, training.byte_size_load_fn)
        with tf.device(tf.train.replica_device_setter(ps_tasks=2, ps_strategy=greedy)):
            variables = [tf.get_variable(n, [s]) for n, s in (("a", 9), ("b", 2), ("c", 3), ("d", 9))]
        random = training.RandomStrategy(5, seed=2)
        places = [v.device for v in variables] + [str(random(v.op)) for v in variables]
    return {"places": tf.constant(places)}
