"""Sequential holds layers and calls them one after the other; `add` makes it as deep as a number says."""
import tensorflow as tf
from tensorflow.keras import Sequential, layers

network = Sequential([
    layers.Dense(3, activation=None),
    layers.ReLU(),
    layers.Dense(2, activation=None),
    layers.ReLU()
])
x = tf.random.normal([4, 3])
out = network(x)  # from the first layer to the last
print('out', out.shape)

layers_num = 2
network = Sequential([])
for _ in range(layers_num):
    network.add(layers.Dense(3))
    network.add(layers.ReLU())
network.build(input_shape=(4, 4))  # until here the layers had no weights
network.summary()

for p in network.trainable_variables:
    print(p.name, p.shape)
print(len(network.variables), 'variables')
