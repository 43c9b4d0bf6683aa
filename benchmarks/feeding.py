"""What the training loop and the batches of graphnotes.feeding cost, against a loop written by hand.

    python -m benchmarks.feeding [ROUNDS]

The softmax regression, batches of 100 MNIST images: `next_batch` and `sess.run` by hand, `train` over `batches`, and `train`
over `prefetched` batches; from memory, and parsed by Python from a TFRecord file. Blocks in turns; medians of the ratios.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import tensorflow as tf

from graphnotes import feeding, graphs
from graphnotes.datasets import mnist

STEPS = 275
v1 = tf.compat.v1


def by_hand(sess, model, data):
    for i in range(STEPS):
        images, labels = data.next_batch(100)
        if i % 100 == 0:
            sess.run([model.optimizer, model.cost], {model.x: images, model.y: labels})
        else:
            sess.run(model.optimizer, {model.x: images, model.y: labels})


def with_train(sess, model, batches):
    feeding.train(sess, model.optimizer, batches, {"cost": model.cost}, every=100, show=False)


def main(rounds: int) -> None:
    train = mnist.read_data_sets(one_hot=True).train
    count = STEPS * 100
    images, labels = train.images[:count], train.labels[:count]
    with tempfile.TemporaryDirectory() as folder, tf.Graph().as_default(), v1.Session() as sess:
        path = str(Path(folder, "images.tfrecord"))
        with tf.io.TFRecordWriter(path) as writer:
            for image in (images * 255).round().astype(np.uint8):
                writer.write(image.tobytes())
        records = feeding.TFRecords(path, parse=lambda record: np.frombuffer(record, np.uint8) / np.float32(255))
        model = graphs.softmax_regression()
        sess.run(v1.global_variables_initializer())
        data = feeding.DataSet(images, labels)

        def made(source):
            return feeding.batches({model.x: source, model.y: labels}, 100, shuffle=True, seed=1)

        loops = {
            "by hand, memory": lambda: by_hand(sess, model, data),
            "train, memory": lambda: with_train(sess, model, made(images)),
            "train, memory, prefetched": lambda: with_train(sess, model, feeding.prefetched(made(images))),
            "train, TFRecord": lambda: with_train(sess, model, made(records)),
            "train, TFRecord, prefetched": lambda: with_train(sess, model, feeding.prefetched(made(records))),
        }
        seconds = {name: [] for name in loops}
        for turn in range(rounds + 1):
            for name, loop in loops.items():
                start = time.perf_counter()
                loop()
                if turn:
                    seconds[name].append(time.perf_counter() - start)
    first = seconds["by hand, memory"]
    for name, taken in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(taken, first, strict=True))
        print(f"{name:30} {1e6 * statistics.median(taken) / STEPS:8.0f} us per step   {ratio:5.2f} of the loop by hand")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
