"""layers_cnn.py in Keras."""

import tensorflow as tf

layers = tf.keras.layers


class ConvNet(tf.Module):
    def __init__(self):
        super().__init__()
        images = tf.keras.Input([12, 12, 1])
        net = layers.Conv2D(4, 5, activation="relu")(images)
        net = layers.MaxPooling2D(2, 2)(net)
        net = layers.Conv2D(6, 3, padding="same", activation="relu")(net)
        net = layers.Flatten()(net)
        net = layers.Dense(10, activation="relu")(net)
        net = layers.Dropout(0.25)(net)
        self.net = tf.keras.Model(images, layers.Dense(3)(net))
        self.optimizer = tf.keras.optimizers.SGD(0.05, momentum=0.9)

    @property
    def by_name(self):
        return {v.path: v.value for v in self.net.trainable_variables}

    def __call__(self, images, is_training):
        return self.net(images, training=bool(is_training))

    def loss(self, images, labels, is_training):
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, self(images, is_training)))

    def metric(self, images, labels):
        return tf.reduce_mean(tf.cast(tf.argmax(self(images, False), 1) == labels, tf.float32))
