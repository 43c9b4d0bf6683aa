"""The SavedModel way, which needs no Keras to come back: tf.saved_model.save and load.

Writes model-savedmodel/ in the current directory.
"""
import tensorflow as tf
from tensorflow.keras import Sequential, datasets, layers, losses, metrics, optimizers


def preprocess(x, y):
    x = tf.reshape(tf.cast(x, dtype=tf.float32) / 255., [-1, 28 * 28])
    y = tf.one_hot(tf.cast(y, dtype=tf.int32), depth=10)
    return x, y


(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
train_db = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(60000).batch(512).map(preprocess)
ds_val = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(512).map(preprocess)

network = Sequential([layers.Dense(256, activation='relu'),
                      layers.Dense(128, activation='relu'),
                      layers.Dense(64, activation='relu'),
                      layers.Dense(32, activation='relu'),
                      layers.Dense(10)])
network.compile(optimizer=optimizers.Adam(lr=0.01),
                loss=losses.CategoricalCrossentropy(from_logits=True),
                metrics=['accuracy'])
network.fit(train_db, epochs=1, verbose=0)
print("Before:%f" % network.evaluate(ds_val, verbose=0)[1])

tf.saved_model.save(network, 'model-savedmodel')
print('saving savedmodel.')
del network

print('load savedmodel from file.')
network = tf.saved_model.load('model-savedmodel')
acc_meter = metrics.CategoricalAccuracy()
for x, y in ds_val:
    pred = network(x)  # what was loaded is called like the model
    acc_meter.update_state(y_true=y, y_pred=pred)
print("Test Accuracy:%f" % acc_meter.result())
