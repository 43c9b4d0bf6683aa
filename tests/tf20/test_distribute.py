"""Strategies answer to the names they had in TensorFlow 2.0."""

import numpy as np

import graphnotes.tf20 as tf


def test_experimental_run_v2_runs_on_each_replica():
    strategy = tf.distribute.OneDeviceStrategy("/cpu:0")
    with strategy.scope():
        model = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones", input_shape=(2,))])
        optimizer = tf.keras.optimizers.SGD(learning_rate=0.5)
    rows = strategy.experimental_make_numpy_dataset(np.ones((4, 2), np.float32))
    assert isinstance(strategy, tf.distribute.Strategy)

    def step(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(x))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables, strict=True))
        return loss

    for batch in strategy.experimental_distribute_dataset(rows.batch(4)):
        assert strategy.experimental_run_v2(step, args=(batch,)).numpy() == 2
    assert model.get_weights()[0].ravel().tolist() == [0.5, 0.5]


def test_mirrored_strategy_trains_a_keras_model():
    strategy = tf.distribute.MirroredStrategy(["/cpu:0"])
    with strategy.scope():
        model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        model.compile("sgd", "mse")
    assert len(model.fit(np.ones((8, 2)), np.ones((8, 1)), epochs=2, verbose=0).history["loss"]) == 2
    assert strategy.experimental_run_v2(lambda: tf.constant(3)).numpy() == 3
