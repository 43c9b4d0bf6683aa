"""max_pool: the largest value in each window."""
import numpy as np
import tensorflow as tf

# One 4x4 picture with one channel: [batch, height, width, channels]. (The note shows max_pool in pictures; the
# numbers here are ours.)
value = tf.constant(np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]).reshape([1, 4, 4, 1]), dtype=tf.float32)

# Windows of 2x2, two apart: each keeps its largest value, and height and width are halved.
halved = tf.nn.max_pool(value, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME')

# Windows of 3x3, one apart. 'VALID' takes only windows that lie inside the picture.
sliding = tf.nn.max_pool(value, ksize=[1, 3, 3, 1], strides=[1, 1, 1, 1], padding='VALID')

with tf.Session() as sess:
    print(sess.run(halved).reshape([2, 2]))
    print(sess.run(sliding).reshape([2, 2]))
