"""A layer is an object that is called: Softmax."""
import tensorflow as tf

# `import keras` would be another library: the Keras of this note is TensorFlow's own
from tensorflow import keras
from tensorflow.keras import layers

x = tf.constant([2., 1., 0.1])
layer = layers.Softmax(axis=-1)
out = layer(x)  # calling the layer runs its forward pass
print(out.numpy())
print('a keras layer:', isinstance(layer, keras.layers.Layer))
