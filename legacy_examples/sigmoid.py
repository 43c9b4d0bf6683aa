"""sigmoid: 1 / (1 + exp(-x)), from anywhere into (0, 1)."""
import tensorflow as tf

a = tf.constant([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]])
sess = tf.Session()
print(sess.run(tf.sigmoid(a)))
