"""dropout: each value is dropped with probability 1 - keep_prob, or else scaled by 1 / keep_prob."""
import tensorflow as tf

a = tf.constant([[[[-1.0, 2.0, 3.0, 4.0, 5.0, 2]]], [[[2, 2, 2, 3, 3, 4]]]])
print(a.shape)
with tf.Session() as sess:
    # With keep_prob 0.5, what is kept doubles: the expected sum stays the same.
    b = tf.nn.dropout(a, 0.5)
    print(sess.run(b))
    # Another op draws other values.
    b = tf.nn.dropout(a, 0.5)
    print(sess.run(b))
