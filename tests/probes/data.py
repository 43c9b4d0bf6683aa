"""tf.data pipelines."""

import os

from tests.probes.inputs import X


def probes(tf, run, call, folder):
    def many(d, k=4):
        n = d.make_initializable_iterator()
        g = n.get_next()
        with tf.Session() as s:
            s.run(n.initializer)
            o = []
            for _ in range(k):
                try:
                    o.append(s.run(g))
                except tf.errors.OutOfRangeError:
                    o.append("end")
                    break
            return o

    def names(found):
        return [x if x == "end" else os.path.basename(x.decode()) for x in found]

    D = tf.data.Dataset
    call("ds_basic", lambda: many(D.range(10).skip(2).take(5).batch(2, drop_remainder=True)))
    call("ds_padded", lambda: many(D.range(1, 5).map(lambda x: tf.fill([x], x)).padded_batch(2, [None])))
    call("ds_gen", lambda: many(D.from_generator(lambda: iter([(1, 2.0), (3, 4.0)]), (tf.int32, tf.float32))))
    call("ds_interleave", lambda: many(D.range(3).interleave(lambda x: D.from_tensors(x).repeat(3), 2, 2), 9))
    call("ds_flatmap", lambda: many(D.range(3).flat_map(lambda x: D.range(x)), 9))
    call("ds_filter_zip", lambda: many(D.zip((D.range(5).filter(lambda x: x > 1), D.range(5))), 9))
    call("ds_shuffle_pre", lambda: many(D.range(9).shuffle(4, seed=1).batch(3)))
    call("ds_parmap", lambda: many(D.range(9).map(lambda x: x * 2, num_parallel_calls=2).prefetch(1).cache().batch(3)))
    call("ds_text", lambda: many(tf.data.TextLineDataset(folder + "/a.csv")))
    call(
        "ds_types",
        lambda: (str(D.range(3).output_types), str(D.range(3).output_shapes), str(D.range(3).output_classes)),
    )
    call(
        "ds_groupbw",
        lambda: many(
            D.range(6).apply(tf.data.experimental.group_by_window(lambda x: x % 2, lambda k, d: d.batch(3), 3))
        ),
    )
    call("ds_window", lambda: many(D.range(6).window(3).flat_map(lambda d: d.batch(3))))
    call(
        "ds_sloppy",
        lambda: many(
            D.range(3).apply(tf.data.experimental.parallel_interleave(lambda x: D.from_tensors(x).repeat(2), 2)), 6
        ),
    )
    call(
        "ds_csv",
        lambda: str(many(tf.data.experimental.make_csv_dataset(folder + "/b.csv", 2, num_epochs=1, shuffle=False), 1)),
    )
    call("ds_batch_repeat_shuffle", lambda: many(D.from_tensor_slices(X[:, 0]).repeat().shuffle(6, seed=2).batch(3), 3))
    call("ds_shuffle_batch_repeat", lambda: many(D.range(6).shuffle(6, seed=2).batch(3).repeat(2), 4))
    call("ds_iter_py", lambda: list(D.range(3)))
    call("ds_map_py_func", lambda: many(D.range(3).map(lambda x: tf.py_func(lambda a: a * 2, [x], tf.int64))))
    call("ds_list_files", lambda: names(many(D.list_files(folder + "/[ab].csv", shuffle=False))))
    call("ds_list_files_seed", lambda: names(many(D.list_files(folder + "/*.*", seed=1), 4)))
