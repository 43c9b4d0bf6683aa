"""bias_add takes a bias as long as the last dimension; add broadcasts."""
import tensorflow as tf

a = tf.constant([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]])
b = tf.constant([2.0, 1.0])
c = tf.constant([1.0])
sess = tf.Session()
print(sess.run(tf.nn.bias_add(a, b)))

# The last dimension of a is 2 and c has 1 element: bias_add refuses it while the graph is being built.
try:
    print(sess.run(tf.nn.bias_add(a, c)))
except ValueError as error:
    print('bias_add(a, c) failed:', error)

# add stretches c over both columns.
print(sess.run(tf.add(a, c)))
