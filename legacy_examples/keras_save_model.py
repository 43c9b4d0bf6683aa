"""Structure and weights together: Model.save and keras.models.load_model, as an HDF5 file and as a folder.

Writes model.h5 and model/ in the current directory.
"""
import tensorflow as tf
from tensorflow import keras
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

network.save('model.h5')
network.save('model')
print('saved total model.')
del network

for path in ['model.h5', 'model']:
    network = keras.models.load_model(path)  # no class and no compile needed
    print(path, network.evaluate(val_db, verbose=0), 'learning rate', network.optimizer.lr.numpy())
