"""Weights alone: save_weights, and load_weights into the same network made anew.

Writes weights.ckpt.* and `checkpoint` in the current directory.
"""
import tensorflow as tf
from tensorflow.keras import Sequential, datasets, layers, losses, optimizers


def preprocess(x, y):
    x = tf.reshape(tf.cast(x, dtype=tf.float32) / 255., [-1, 28 * 28])
    y = tf.one_hot(tf.cast(y, dtype=tf.int32), depth=10)
    return x, y


(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
train_db = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(60000).batch(512).map(preprocess)
val_db = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(512).map(preprocess)

network = Sequential([layers.Dense(256, activation='relu'),
                      layers.Dense(128, activation='relu'),
                      layers.Dense(64, activation='relu'),
                      layers.Dense(32, activation='relu'),
                      layers.Dense(10)])
network.compile(optimizer=optimizers.Adam(lr=0.01),
                loss=losses.CategoricalCrossentropy(from_logits=True),
                metrics=['accuracy'])
network.fit(train_db, epochs=1, verbose=0)
print('before', network.evaluate(val_db, verbose=0))

network.save_weights('weights.ckpt')
print('saved weights.')
del network

# the file has no structure: the same one has to be made again
network = Sequential([layers.Dense(256, activation='relu'),
                      layers.Dense(128, activation='relu'),
                      layers.Dense(64, activation='relu'),
                      layers.Dense(32, activation='relu'),
                      layers.Dense(10)])
network.compile(optimizer=optimizers.Adam(lr=0.01),
                loss=tf.losses.CategoricalCrossentropy(from_logits=True),
                metrics=['accuracy'])
# the layers have no weights yet: they take theirs from the file when they are first called
network.load_weights('weights.ckpt')
print('loaded weights!')
print('after ', network.evaluate(val_db, verbose=0))
