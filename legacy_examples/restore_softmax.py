"""Restore the softmax regression from each kind of file TensorFlow 1.15 saved it in, and compare its scores."""
from os.path import abspath, dirname, join

import numpy as np
import tensorflow as tf

CHECKPOINTS = join(dirname(dirname(abspath(__file__))), 'checkpoints')
expected = np.load(join(CHECKPOINTS, 'softmax_expected.npz'))


def compare(kind, sess):
    scores = sess.run('Softmax:0', feed_dict={'Placeholder:0': expected['images']})
    print('%-12s within 1e-5: %s' % (kind, np.abs(scores - expected['scores']).max() < 1e-5))


# V2 and V1: the graph from the .meta file, the values from the checkpoint the state file names.
for kind in ('softmax_v2', 'softmax_v1'):
    path = tf.train.latest_checkpoint(join(CHECKPOINTS, kind))
    with tf.Graph().as_default(), tf.Session() as sess:
        saver = tf.train.import_meta_graph(path + '.meta')
        saver.restore(sess, path)
        compare(kind[8:].upper(), sess)

# A SavedModel brings both.
with tf.Graph().as_default(), tf.Session() as sess:
    tf.saved_model.loader.load(sess, [tf.saved_model.tag_constants.SERVING], join(CHECKPOINTS, 'softmax_saved_model'))
    compare('SavedModel', sess)

# In a frozen graph the variables are constants.
graph_def = tf.GraphDef()
with tf.gfile.GFile(join(CHECKPOINTS, 'softmax_frozen.pb'), 'rb') as f:
    graph_def.ParseFromString(f.read())
with tf.Graph().as_default(), tf.Session() as sess:
    tf.import_graph_def(graph_def, name='')
    compare('frozen graph', sess)

# Into a graph written anew: variables are matched by name.
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, shape=[None, 784])
    W = tf.Variable(tf.zeros([784, 10]))
    b = tf.Variable(tf.zeros([10]))
    pred = tf.nn.softmax(tf.matmul(x, W) + b)
    tf.train.Saver().restore(sess, join(CHECKPOINTS, 'softmax_v1', 'model.ckpt-549'))
    compare('new graph', sess)
