"""softplus: log(exp(x) + 1), a relu without the corner."""
import tensorflow as tf

a = tf.constant([-1.0, 12.0])
with tf.Session() as sess:
    b = tf.nn.softplus(a)
    print(sess.run(b))
