"""A training step of the notes' CNN: as a TensorFlow 2 function made by graphnotes.migrate, against its TF1 session.

usage: python benchmarks/migrated_cnn.py [ROUNDS]

Both run the same train_op on the same batch of 50, turn by turn in one process; the medians of wall and processor time are printed,
and their ratios.
"""

import pathlib
import statistics
import sys
import time

import numpy as np
import tensorflow as tf

from graphnotes import migrate

CHECKPOINT = pathlib.Path(__file__).parents[1] / "checkpoints/cnn"
FEEDS = {"x": "Placeholder:0", "y": "Placeholder_1:0", "keep_prob": "Placeholder_2:0"}


def main(rounds: int) -> None:
    model = migrate.open_legacy(CHECKPOINT)
    session = tf.compat.v1.Session(graph=model.graph)
    session.run("init")  # the checkpoint has the weights only, not Adam's slots
    session.run("save/restore_all", {"save/Const:0": str(CHECKPOINT / "cnn-20000")})
    train = migrate.to_module(session).function(FEEDS, "Adam")
    generator = np.random.default_rng(0)
    batch = {"x": generator.random((50, 784), np.float32), "y": np.eye(10, dtype=np.float32)[generator.integers(0, 10, 50)], "keep_prob": np.float32(0.5)}
    sides = {
        "session": lambda: session.run("Adam", {FEEDS[n]: v for n, v in batch.items()}),
        "function": lambda: train(**{n: tf.constant(v) for n, v in batch.items()}),
    }
    times = {name: [] for name in sides}
    for turn in range(rounds + 3):
        for name in sides if turn % 2 else reversed(sides):
            start, processor = time.perf_counter(), time.process_time()
            sides[name]()
            if turn >= 3:  # the first runs build kernels
                times[name].append((time.perf_counter() - start, time.process_time() - processor))
    medians = {name: [statistics.median(column) for column in zip(*values, strict=True)] for name, values in times.items()}
    print(f"{'ms a step':<12}{'wall':>8}{'CPU':>8}")
    for name, values in medians.items():
        print(f"{name:<12}" + "".join(f"{value * 1e3:8.2f}" for value in values))
    print(f"{'ratio':<12}" + "".join(f"{f / s:8.3f}" for f, s in zip(medians["function"], medians["session"], strict=True)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
