"""Against overfitting: early stopping, regularisation and dropout, on so few digits that a network learns them by heart."""
import tensorflow as tf
from tensorflow.keras import (
    Sequential,
    callbacks,
    datasets,
    layers,
    losses,
    optimizers,
    regularizers,
)

tf.random.set_seed(2019)

(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
x_train = x_train[:1000].reshape(-1, 784).astype('float32') / 255
x_test = x_test[:2000].reshape(-1, 784).astype('float32') / 255
train_db = tf.data.Dataset.from_tensor_slices((x_train, y_train[:1000])).shuffle(1000).batch(100)
val_db = tf.data.Dataset.from_tensor_slices((x_test, y_test[:2000])).batch(1000)


def train(name, hidden, epochs=12, stop=None):
    network = Sequential(hidden + [layers.Dense(10)])
    network.compile(optimizer=optimizers.Adam(lr=0.003),
                    loss=losses.SparseCategoricalCrossentropy(from_logits=True),
                    metrics=['accuracy'])
    history = network.fit(train_db, epochs=epochs, validation_data=val_db, callbacks=stop or [], verbose=0).history
    print('%s: %d epochs, train %.3f, test %.3f, test loss %.3f' % (
        name, len(history['loss']), history['accuracy'][-1], *reversed(network.evaluate(val_db, verbose=0))))
    return network


train('plain', [layers.Dense(256, activation='relu'), layers.Dense(256, activation='relu')])

# stop when the loss on unseen digits has not fallen for two epochs, and take the best weights back
train('early stopping', [layers.Dense(256, activation='relu'), layers.Dense(256, activation='relu')], epochs=40,
      stop=[callbacks.EarlyStopping(monitor='val_loss', patience=2, restore_best_weights=True)])

# large weights cost: l2 adds 0.001 * sum(w * w) to the loss
network = train('l2', [layers.Dense(256, activation='relu', kernel_regularizer=regularizers.l2(0.001)),
                       layers.Dense(256, activation='relu', kernel_regularizer=regularizers.l2(0.001))])
print('penalties', len(network.losses), float(tf.add_n(network.losses)) > 0)

# in training, half of the units are dropped at random and the others doubled
network = train('dropout', [layers.Dense(256, activation='relu'), layers.Dropout(rate=0.5),
                            layers.Dense(256, activation='relu'), layers.Dropout(rate=0.5)])
dropout = network.layers[1]
ones = tf.ones([1, 10000])
print('dropped', float(tf.reduce_mean(tf.cast(dropout(ones, training=True) == 0, tf.float32))), 'kept become',
      float(tf.reduce_max(dropout(ones, training=True))), 'not training',
      float(tf.reduce_min(dropout(ones, training=False))))
