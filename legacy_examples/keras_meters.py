"""Meters in four steps: make one, update_state, result, reset_states. Mean for the loss, Accuracy for the predictions."""
import tensorflow as tf
from tensorflow.keras import Sequential, datasets, layers, metrics, optimizers

tf.random.set_seed(2019)


def preprocess(x, y):
    x = tf.reshape(tf.cast(x, dtype=tf.float32) / 255., [-1, 28 * 28])
    return x, tf.cast(y, dtype=tf.int32)


(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
db = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(60000).batch(128).map(preprocess).repeat(10)
ds_val = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(1000).map(preprocess)

network = Sequential([layers.Dense(256, activation='relu'),
                      layers.Dense(128, activation='relu'),
                      layers.Dense(64, activation='relu'),
                      layers.Dense(32, activation='relu'),
                      layers.Dense(10)])
network.build(input_shape=(None, 28 * 28))
optimizer = optimizers.Adam(lr=0.01)

loss_meter = metrics.Mean()
acc_meter = metrics.Accuracy()
steps = 301  # of the 4690 that ten epochs have

for step, (x, y) in enumerate(db):
    if step == steps:
        break
    with tf.GradientTape() as tape:
        out = network(x)
        y_onehot = tf.one_hot(y, depth=10)
        loss = tf.reduce_mean(tf.losses.categorical_crossentropy(y_onehot, out, from_logits=True))
    # float() makes a number of the tensor
    loss_meter.update_state(float(loss))
    grads = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(grads, network.trainable_variables))

    if step % 100 == 0:
        print(step, 'loss:', loss_meter.result().numpy())
        loss_meter.reset_states()  # the next mean starts here

    if step % 150 == 0:
        acc_meter.reset_states()
        for x, y in ds_val:
            out = network(x)  # [b, 784] => [b, 10]
            pred = tf.argmax(out, axis=1)  # [b, 10] => [b]
            pred = tf.cast(pred, dtype=tf.int32)
            # it takes labels and predictions, not a batch's accuracy
            acc_meter.update_state(y, pred)
        print(step, 'Evaluate Acc:', acc_meter.result().numpy())
        acc_meter.reset_states()
