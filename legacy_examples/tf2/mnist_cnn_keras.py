"""The convolutional network of mnist_cnn.py, in TensorFlow 2 with Keras."""
import tensorflow as tf
from tensorflow.keras import initializers, layers


class SummedCrossEntropy(tf.keras.losses.Loss):
    # categorical_crossentropy would clip the probabilities at 1e-7; the note's program doesn't.
    def __init__(self):
        super().__init__(reduction='sum')

    def call(self, y_true, y_pred):
        return -tf.reduce_sum(y_true * tf.math.log(y_pred), axis=-1)


def make_model():
    start = {'kernel_initializer': initializers.RandomNormal(stddev=0.1), 'bias_initializer': initializers.Constant(0.1)}
    model = tf.keras.Sequential([
        layers.Input([784]),
        layers.Reshape([28, 28, 1]),
        layers.Conv2D(32, 5, padding='same', activation='relu', **start),
        layers.MaxPooling2D(2, padding='same'),
        layers.Conv2D(64, 5, padding='same', activation='relu', **start),
        layers.MaxPooling2D(2, padding='same'),
        layers.Flatten(),
        layers.Dense(1024, activation='relu', **start),
        layers.Dropout(0.5),
        layers.Dense(10, activation='softmax', **start),
    ])
    # TF1's Adam has epsilon=1e-8; Keras' default is 1e-7.
    model.compile(tf.keras.optimizers.Adam(1e-4, epsilon=1e-8), SummedCrossEntropy())
    return model
