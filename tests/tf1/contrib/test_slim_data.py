"""A data set in files is read, decoded and sampled through queues as in TensorFlow 1.15."""

import numpy as np
import pytest


@pytest.fixture
def tf():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        yield tf


def test_images_and_labels_are_read_from_files(tf, tmp_path):
    slim = tf.contrib.slim
    images = np.arange(3 * 2 * 2 * 3, dtype=np.uint8).reshape(3, 2, 2, 3)
    with tf.Session() as session, tf.python_io.TFRecordWriter(str(tmp_path / "a.tfrecord")) as writer:
        for label, (image, encode) in enumerate(zip(images, (tf.image.encode_png, bytes, tf.image.encode_png))):
            example = tf.train.Example()
            raw = encode is bytes
            encoded = image.tobytes() if raw else session.run(encode(image))
            example.features.feature["image/encoded"].bytes_list.value.append(encoded)
            example.features.feature["image/format"].bytes_list.value.append(b"raw" if raw else b"png")
            example.features.feature["label"].int64_list.value.append(label)
            writer.write(example.SerializeToString())
    features = {
        "image/encoded": tf.FixedLenFeature((), tf.string),
        "image/format": tf.FixedLenFeature((), tf.string),
        "label": tf.FixedLenFeature([], tf.int64),
    }
    decoder = slim.tfexample_decoder
    handlers = {"image": decoder.Image(shape=[2, 2, 3]), "label": decoder.Tensor("label")}
    source = str(tmp_path / "*.tfrecord")
    dataset = slim.dataset.Dataset(source, tf.TFRecordReader, decoder.TFExampleDecoder(features, handlers), 3, {})
    provider = slim.dataset_data_provider.DatasetDataProvider(dataset, shuffle=False, num_epochs=1)
    assert provider.num_samples() == 3 and sorted(provider.list_items()) == ["image", "label", "record_key"]
    with pytest.raises(ValueError, match=r"Item \[other\] is invalid"):
        provider.get(["other"])
    image, label = provider.get(["image", "label"])
    queue = slim.prefetch_queue.prefetch_queue([image, label])
    batch = queue.dequeue()
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        with slim.queues.QueueRunners(session):
            read = [session.run(batch) for _ in range(3)]
    assert [int(label) for _, label in read] == [0, 1, 2]
    np.testing.assert_array_equal([image for image, _ in read], images)


def test_classes_get_the_shares_that_are_asked_for(tf):
    x = tf.random_uniform([], seed=1)
    label = tf.cast(x < 0.2, tf.int32)
    (value,), labels = tf.contrib.training.stratified_sample([x], label, [0.5, 0.5], 100, init_probs=[0.8, 0.2])
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(session, coordinator)
        found = [session.run([value, labels]) for _ in range(4)]
        coordinator.request_stop()
        coordinator.join(threads)
    for values, classes in found:
        np.testing.assert_array_equal(values < 0.2, classes == 1)
    assert 0.35 < np.mean([classes for _, classes in found]) < 0.65


def test_files_that_are_not_there(tf, tmp_path):
    reader = tf.contrib.slim.parallel_reader
    with pytest.raises(ValueError, match="No data files found in"):
        reader.get_data_files(str(tmp_path / "*"))
    with pytest.raises(TypeError, match=r"must be \[tf.string, tf.string\]"):
        reader.ParallelReader(tf.TextLineReader, tf.FIFOQueue(3, [tf.float32, tf.string]))
