"""Feeding a training loop: batches of your own data as arrays or feed dicts, read ahead, and the loop itself.

    from graphnotes import feeding, graphs

    cnn = graphs.mnist_cnn()
    batches = feeding.batches({cnn.x: "images.npy", cnn.y: labels}, 50, epochs=10, shuffle=True, feed={cnn.keep_prob: 0.5})
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        feeding.train(sess, cnn.train_step, feeding.prefetched(batches), fetches={"cost": cnn.cost})

Importing this package imports no TensorFlow.
"""

from graphnotes.feeding.batches import Batches, batches
from graphnotes.feeding.data_set import DataSet
from graphnotes.feeding.errors import FeedError
from graphnotes.feeding.history import History
from graphnotes.feeding.placeholders import check_feed
from graphnotes.feeding.position import Position
from graphnotes.feeding.prefetch import Prefetched, prefetched
from graphnotes.feeding.sources import npy
from graphnotes.feeding.tf_data import DatasetBatches, dataset_batches
from graphnotes.feeding.tfrecords import TFRecords
from graphnotes.feeding.training import train

__all__ = [
    "Batches",
    "DataSet",
    "DatasetBatches",
    "FeedError",
    "History",
    "Position",
    "Prefetched",
    "TFRecords",
    "batches",
    "check_feed",
    "dataset_batches",
    "npy",
    "prefetched",
    "train",
]
