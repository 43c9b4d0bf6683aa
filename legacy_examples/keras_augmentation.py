"""More pictures than there are: digits rotated, flipped and cropped, each time in another way."""
import tensorflow as tf
from tensorflow.keras import datasets

(x_train, y_train), _ = datasets.mnist.load_data()
x = tf.cast(x_train[:8, ..., tf.newaxis], tf.float32) / 255

# rotate: counter-clockwise, k quarter turns
turned = tf.image.rot90(x, k=1)
print('rotate', turned.shape, bool(tf.reduce_all(tf.image.rot90(turned, k=3) == x)))

# flip: each picture or not, by chance
flipped = tf.image.random_flip_left_right(x)
print('flip', flipped.shape, sum(bool(tf.reduce_any(a != b)) for a, b in zip(flipped, x)), 'of 8 flipped')
print('flip up down', tf.image.random_flip_up_down(x).shape)

# crop: enlarge, then cut a part of the old size out, by chance
large = tf.image.resize(x, [32, 32])
cropped = tf.image.random_crop(large, [8, 28, 28, 1])
print('crop', large.shape, '=>', cropped.shape)


def augment(x, y):
    x = tf.cast(x[..., tf.newaxis], tf.float32) / 255
    x = tf.image.resize(x, [32, 32])
    x = tf.image.random_flip_left_right(x)
    x = tf.image.random_crop(x, [28, 28, 1])
    return x, y


# in a data set, every epoch sees other pictures of the same digits
db = tf.data.Dataset.from_tensor_slices((x_train[:8], y_train[:8])).map(augment).batch(8)
(first, labels), (second, again) = next(iter(db)), next(iter(db))
print('two epochs', first.shape, bool(tf.reduce_any(first != second)), bool(tf.reduce_all(labels == again)))
