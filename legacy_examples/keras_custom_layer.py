"""A layer and a network of one's own: MyDense and MyModel, trained by fit and by a hand-written step."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Sequential, datasets, layers, losses, optimizers

tf.random.set_seed(2019)


class MyDense(layers.Layer):
    def __init__(self, inp_dim, outp_dim):
        super().__init__()
        self.kernel = self.add_weight('w', [inp_dim, outp_dim], trainable=True)
        self.bias = self.add_weight('b', [outp_dim], trainable=True)

    def call(self, inputs, training=None):
        out = inputs @ self.kernel + self.bias
        return tf.nn.relu(out)


class MyModel(keras.Model):
    def __init__(self):
        super().__init__()
        self.fc1 = MyDense(28 * 28, 256)
        self.fc2 = MyDense(256, 128)
        self.fc3 = MyDense(128, 64)
        self.fc4 = MyDense(64, 32)
        self.fc5 = MyDense(32, 10)

    def call(self, inputs, training=None):
        x = self.fc1(inputs)
        x = self.fc2(x)
        x = self.fc3(x)
        x = self.fc4(x)
        x = self.fc5(x)
        return x


def preprocess(x, y):
    x = tf.reshape(tf.cast(x, dtype=tf.float32) / 255., [-1, 28 * 28])
    y = tf.one_hot(tf.cast(y, dtype=tf.int32), depth=10)
    return x, y


network = Sequential([MyDense(784, 256),
                      MyDense(256, 128),
                      MyDense(128, 64),
                      MyDense(64, 32),
                      MyDense(32, 10)])
network.build(input_shape=(None, 28 * 28))
network.summary()

(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
train_db = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(60000).batch(512).map(preprocess)
val_db = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(512).map(preprocess)

network = MyModel()
network.compile(optimizer=optimizers.Adam(lr=0.001),
                loss=losses.CategoricalCrossentropy(from_logits=True),
                metrics=['accuracy'])
network.fit(train_db, epochs=2, verbose=2)
network.summary()
print('test accuracy', network.evaluate(val_db, verbose=0)[1])

# the same step by hand
optimizer = optimizers.SGD(lr=0.1)
x, y = next(iter(train_db))
for step in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(losses.categorical_crossentropy(y, network(x), from_logits=True))
    grads = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(grads, network.trainable_variables))
    print(step, 'loss:', float(loss))
