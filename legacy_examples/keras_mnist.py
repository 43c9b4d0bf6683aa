"""Five fully connected layers on MNIST: compile, fit with a validation every second epoch, history, predict."""
import tensorflow as tf
from tensorflow.keras import Sequential, datasets, layers, losses, optimizers

tf.random.set_seed(2019)


def preprocess(x, y):
    x = tf.reshape(tf.cast(x, dtype=tf.float32) / 255., [-1, 28 * 28])
    y = tf.one_hot(tf.cast(y, dtype=tf.int32), depth=10)
    return x, y


(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
train_db = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(60000).batch(512).map(preprocess)
val_db = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(512).map(preprocess)
db_test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(16).map(preprocess)

network = Sequential([layers.Dense(256, activation='relu'),
                      layers.Dense(128, activation='relu'),
                      layers.Dense(64, activation='relu'),
                      layers.Dense(32, activation='relu'),
                      layers.Dense(10)])
network.build(input_shape=(4, 28 * 28))
network.summary()

# the loss takes logits: softmax is part of it
network.compile(optimizer=optimizers.Adam(lr=0.01),
                loss=losses.CategoricalCrossentropy(from_logits=True),
                metrics=['accuracy'])
print('learning rate', network.optimizer.lr.numpy())

history = network.fit(train_db, epochs=5, validation_data=val_db, validation_freq=2, verbose=2)
print(history.history)

x, y = next(iter(db_test))
print('predict x:', x.shape)
out = network.predict(x)
print(out.shape)
print('predicted', tf.argmax(out, axis=1).numpy())
print('labels   ', tf.argmax(y, axis=1).numpy())
