"""Smooth a picture with a Gaussian filter and turn it grey: the program as the note ends it."""
import os

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# The note reads './欧式.jpg'; looking beside this script, it runs from any folder.
pic = plt.imread(os.path.join(os.path.dirname(os.path.abspath(__file__)), '欧式.jpg'))

# conv2d wants [batch, height, width, channels]. The three colours become a batch of three one-channel
# pictures, so that one 3x3 kernel serves them all: [3, 582, 1024, 1].
pic2 = pic.reshape([1, 582, 1024, 3]).transpose([3, 1, 2, 0])

# Gaussian filter: of the nine pixels, the nearer ones count for more; the weights sum to 1.
filter_arg = np.array([[1/16, 2/16, 1/16], [2/16, 4/16, 2/16], [1/16, 2/16, 1/16]]).reshape([3, 3, 1, 1])

pic3 = tf.constant(pic2, dtype=tf.float32)

filter_arg = tf.constant(filter_arg, dtype=tf.float32)

# 'SAME' pads with zeros, so the picture keeps its size; its border darkens a little.
pic_cnn = tf.nn.conv2d(pic3, filter=filter_arg, strides=[1, 1, 1, 1], padding='SAME')

plt.imshow(pic)
plt.show()

with tf.Session() as sess:
    pic4 = sess.run(pic_cnn)
    print(pic4.shape)
    # Back to [582, 1024, 3], as numbers in [0, 1].
    plt.imshow(pic4.transpose([3, 1, 2, 0]).reshape([582, 1024, 3]).astype(np.uint8)/255)
    # Grey is the mean of the three colours. Drawn over the coloured picture, it is what the figure shows.
    plt.imshow(pic4.transpose([3, 1, 2, 0]).reshape((582, 1024, 3)).mean(axis=-1).astype(np.uint8)/255, cmap='gray')
    plt.show()
