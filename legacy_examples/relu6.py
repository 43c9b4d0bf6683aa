"""relu6: min(max(x, 0), 6), a relu that stops growing at 6."""
import tensorflow as tf

a = tf.constant([-1.0, 12.0])
with tf.Session() as sess:
    b = tf.nn.relu6(a)
    print(sess.run(b))
