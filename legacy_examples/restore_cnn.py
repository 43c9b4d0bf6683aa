"""Restore the convolutional network after its 20,000 steps, and predict all 10,000 test digits again."""
from os.path import abspath, dirname, join

import numpy as np
import tensorflow as tf

from tensorflow.examples.tutorials.mnist import input_data

CHECKPOINTS = join(dirname(dirname(abspath(__file__))), 'checkpoints')
expected = np.load(join(CHECKPOINTS, 'cnn_expected.npz'))
mnist = input_data.read_data_sets('./', one_hot=True)

path = tf.train.latest_checkpoint(join(CHECKPOINTS, 'cnn'))
saver = tf.train.import_meta_graph(path + '.meta')

with tf.Session() as sess:
    saver.restore(sess, path)

    # The third placeholder is what dropout keeps.
    scores = sess.run('Softmax:0', feed_dict={'Placeholder:0': expected['images'], 'Placeholder_2:0': 1.0})
    print('scores within 1e-5:', np.abs(scores - expected['scores']).max() < 1e-5)

    predictions = np.concatenate([
        sess.run('ArgMax:0', feed_dict={'Placeholder:0': mnist.test.images[i:i + 1000], 'Placeholder_2:0': 1.0})
        for i in range(0, 10000, 1000)])
    print('same predictions:', (predictions == expected['test_predictions']).sum(), 'of', len(predictions))
    print('test accuracy %.4f' % (predictions == mnist.test.labels.argmax(1)).mean())
