"""Softmax regression on MNIST: train, save; restore in a second session, evaluate, predict."""
import tensorflow as tf

from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets('./', one_hot=True)

# Any number of flattened 28x28 pictures, and their labels as rows of ten.
x = tf.placeholder(tf.float32, shape=[None, 784])
y = tf.placeholder(tf.float32, shape=[None, 10])

# Weights and biases start from zero: only the order of the batches makes one run differ from another.
W = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))

pred = tf.nn.softmax(tf.matmul(x, W) + b)

# Cross-entropy, averaged over the batch.
cost = tf.reduce_mean(-tf.reduce_sum(y*tf.log(pred), reduction_indices=1))

optimizer = tf.train.GradientDescentOptimizer(0.01).minimize(cost)

# Train, and save.
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())

    for epoch in range(25):
        avg_cost = 0.
        total_batch = int(mnist.train.num_examples/100)
        for i in range(total_batch):
            batch_xs, batch_ys = mnist.train.next_batch(100)
            _, c = sess.run([optimizer, cost], feed_dict={x: batch_xs,
                                                          y: batch_ys})
            avg_cost += c / total_batch

        print("Epoch:", '%04d' % (epoch+1), "cost=", "{:.9f}".format(avg_cost))

    print("Optimization Finished!")
    saver = tf.train.Saver()
    # The step becomes part of the file's name: ./model/estimator-549.
    saver.save(sess, "./model/estimator", global_step=i)

# Restore, and evaluate.
with tf.Session() as sess:
    saver = tf.train.Saver()
    saver.restore(sess, tf.train.latest_checkpoint('./model'))

    # Accuracy on 3000 test pictures: how often the most probable digit is the right one.
    correct_prediction = tf.equal(tf.argmax(pred, 1), tf.argmax(y, 1))
    accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))
    print(sess.run(accuracy, feed_dict={x: mnist.test.images[:3000], y: mnist.test.labels[:3000]}))

    # The digits predicted for the first 100, then the true ones.
    y_ = tf.argmax(pred, 1)
    print(sess.run(y_, feed_dict={x: mnist.test.images[:100]}))
    print(mnist.test.labels[:100].argmax(-1))

    # The same accuracy, counted by NumPy.
    print(sess.run(correct_prediction, feed_dict={x: mnist.test.images[:3000], y: mnist.test.labels[:3000]}).sum()/3000)
