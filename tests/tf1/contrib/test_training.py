"""Queues of like sequences, and evaluation of checkpoints, as TF1 programs use them."""

import numpy as np
import pytest


def test_sequences_of_like_length_come_together():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        (length,) = tf.train.slice_input_producer([tf.constant([1, 5, 2, 6, 3, 7])], num_epochs=4, shuffle=False)
        lengths, (values,) = tf.contrib.training.bucket_by_sequence_length(
            length, [tf.range(length)], batch_size=3, bucket_boundaries=[4], dynamic_pad=True
        )
        with tf.Session() as session:
            session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
            coordinator = tf.train.Coordinator()
            threads = tf.train.start_queue_runners(session, coordinator)
            for _ in range(4):
                n, v = session.run([lengths, values])
                assert set(n) in ({1, 2, 3}, {5, 6, 7}) and v.shape == (3, n.max())
                np.testing.assert_array_equal(v.max(1), n - 1)
            coordinator.request_stop()
            coordinator.join(threads)


def test_boundaries_must_grow():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default(), pytest.raises(ValueError, match="saw: 4 before 3"):
        tf.contrib.training.bucket_by_sequence_length(tf.constant(1), [tf.constant(1)], 2, [4, 3])


def test_each_new_checkpoint_is_evaluated(tmp_path):
    import graphnotes.tf1 as tf

    T, folder = tf.contrib.training, str(tmp_path)
    with tf.Graph().as_default(), tf.Session() as session:
        tf.train.get_or_create_global_step()
        w = tf.get_variable("w", initializer=3.0)
        session.run(tf.global_variables_initializer())
        tf.train.Saver().save(session, folder + "/model", global_step=1)
    with tf.Graph().as_default():
        tf.train.get_or_create_global_step()
        w = tf.get_variable("w", initializer=0.0)
        tf.summary.scalar("w", w)
        value, update = tf.metrics.mean(w * 2)
        final = T.evaluate_repeatedly(
            folder,
            eval_ops=update,
            final_ops=value,
            hooks=[T.StopAfterNEvalsHook(2), T.SummaryAtEndHook(folder)],
            max_number_of_evaluations=1,
        )
    assert final == 6.0
    assert any("tfevents" in p.name for p in tmp_path.iterdir())
    last = tf.train.latest_checkpoint(folder)
    assert list(T.checkpoints_iterator(folder, timeout=0)) == [last]
    assert T.wait_for_new_checkpoint(folder, last, seconds_to_sleep=0.01, timeout=0.02) is None
