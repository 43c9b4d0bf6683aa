"""Restore a recurrent network with everything: partitioned embedding, LSTM, GRU, batch norm, moving averages, Adam."""
from os.path import abspath, dirname, join

import numpy as np
import tensorflow as tf

CHECKPOINTS = join(dirname(dirname(abspath(__file__))), 'checkpoints')
expected = np.load(join(CHECKPOINTS, 'sequence_expected.npz'))

path = tf.train.latest_checkpoint(join(CHECKPOINTS, 'sequence'))
saver = tf.train.import_meta_graph(path + '.meta')

with tf.Session() as sess:
    saver.restore(sess, path)

    logits, loss = sess.run(['logits/BiasAdd:0', 'sparse_softmax_cross_entropy_loss/value:0'],
                            feed_dict={'ids:0': expected['ids'], 'labels:0': expected['labels'], 'training:0': False})
    print('logits within 1e-5:', np.abs(logits - expected['logits']).max() < 1e-5)
    print('loss %.5f' % loss)
    print('global step', tf.train.global_step(sess, tf.train.get_global_step()))
    variables = {v.op.name: v for v in tf.global_variables()}
    print('note', sess.run(variables['note']).decode())

    # The moving averages of the weights, as tf.train.ExponentialMovingAverage kept them.
    reader = tf.train.NewCheckpointReader(path)
    averaged = reader.get_tensor('logits/weights/ExponentialMovingAverage')
    print('average differs from the weights:', (averaged != sess.run(variables['logits/weights'])).any())
