"""Run as a script: lets TensorFlow and Keras write one small file of every format into a directory.

Beside each, `<name>.values.npz` holds what was written (strings as fixed-size bytes). A process of its own, because
it needs TF1 graphs, TF2 objects, Keras 2 and Keras 3 one after the other.
"""

import os
import sys

import keras
import numpy as np
import tensorflow as tf
import tf_keras

v1 = tf.compat.v1
SAVED_IN_V1 = ["float32", "float64", "int32", "uint8", "int16", "int8", "int64", "bool", "complex64", "complex128", "float16"]
DTYPES = [*SAVED_IN_V1, "uint16", "uint32", "uint64", "bfloat16"]


def values_of(dtype: str) -> np.ndarray:
    held = tf.as_dtype(dtype).as_numpy_dtype
    if dtype == "bool":
        return np.array([[True, False, True], [False, False, True]])
    base = np.array([[1, 2, 3], [100, 0, 7]])
    if np.dtype(held).kind == "c":
        return (base - 0.5j * base).astype(held)
    return (base if dtype.startswith("u") else base * np.array([1, -1, 1])).astype(held)


def variables(dtypes: list[str]) -> dict[str, np.ndarray]:
    made = {f"scope/{dtype}": values_of(dtype) for dtype in dtypes}
    return made | {"empty": np.zeros((0, 3), np.float32), "scalar": np.float32(0.1), "text": np.array(b"a\0b"),
                   "texts": np.array([b"", b"x" * 300, b"\xff\x00\xfe"], object)}


def write_graph_checkpoints(out: str) -> None:
    for write_version, dtypes, name in ((2, DTYPES, "v2"), (1, SAVED_IN_V1, "v1")):
        made = variables(dtypes)
        os.makedirs(f"{out}/{name}", exist_ok=True)
        os.makedirs(f"{out}/v1_sharded", exist_ok=True)
        if write_version == 1:
            made = {name: value for name, value in made.items() if name not in ("text", "texts")}
        with tf.Graph().as_default(), v1.Session() as session:
            kept = [v1.get_variable(name, initializer=tf.constant(value), use_resource=False) for name, value in made.items()]
            with v1.variable_scope("cut", partitioner=v1.fixed_size_partitioner(3)):
                cut = v1.get_variable("table", (7, 2), initializer=v1.random_uniform_initializer(seed=1))
            session.run([variable.initializer for variable in [*kept, *cut]])
            v1.train.Saver([*kept, *cut], write_version=write_version).save(session, f"{out}/{name}/model.ckpt", global_step=7)
            made["cut/table"] = np.concatenate(session.run(list(cut)))
            if write_version == 1:
                saver = v1.train.Saver(kept[:3], write_version=1, sharded=True)
                saver.save(session, f"{out}/v1_sharded/model.ckpt")
        save_values(f"{out}/{name}", made)


def save_values(path: str, made: dict[str, np.ndarray]) -> None:
    kept = {name: value.astype("S") if value.dtype == object else value for name, value in made.items()}
    np.savez(path + ".values.npz", **{name: value for name, value in kept.items() if value.dtype.kind != "V"})


def write_objects(out: str) -> None:
    model = tf_keras.Sequential([tf_keras.layers.Dense(3, name="first", input_shape=(4,)), tf_keras.layers.Dense(2, name="second")])
    model.compile(tf_keras.optimizers.Adam(), "mse")
    model.fit(np.ones((8, 4)), np.ones((8, 2)), verbose=0)
    tf.train.Checkpoint(model=model, step=tf.Variable(5, dtype=tf.int64)).write(f"{out}/objects")
    tf.saved_model.save(model, f"{out}/saved_model_2")
    model.save_weights(f"{out}/weights.h5")
    model.save(f"{out}/model.h5")
    save_values(f"{out}/keras2", {weight.name.removesuffix(":0"): weight.numpy() for weight in model.weights})


def write_keras3(out: str) -> None:
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3, name="first"), keras.layers.Dense(2, name="second")])
    model.save_weights(f"{out}/keras3.weights.h5")
    model.save(f"{out}/keras3.keras")
    save_values(f"{out}/keras3", {weight.path: np.asarray(weight) for weight in model.weights})


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    write_objects(sys.argv[1])
    write_keras3(sys.argv[1])
    write_graph_checkpoints(sys.argv[1])
