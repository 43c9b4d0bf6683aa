"""slim trains, evaluates, describes and checks as in TensorFlow 1.15."""

import pytest


@pytest.fixture
def tf():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        yield tf


def test_a_model_is_trained_then_evaluated(tf, tmp_path):
    slim, folder = tf.contrib.slim, str(tmp_path / "log")

    def model():
        w = slim.model_variable("w", [], initializer=tf.zeros_initializer())
        return w, tf.losses.mean_squared_error(3.0, w)

    model()
    train = slim.learning.create_train_op(tf.losses.get_total_loss(), tf.train.GradientDescentOptimizer(0.25))
    slim.learning.train(train, folder, number_of_steps=20, log_every_n_steps=0, save_summaries_secs=0)
    with tf.Graph().as_default():
        w, _ = model()
        tf.train.get_or_create_global_step()
        tf.summary.scalar("w", w)
        value, update = tf.contrib.slim.metrics.streaming_mean(w)
        checkpoint = tf.train.latest_checkpoint(folder)
        final = slim.evaluation.evaluate_once("", checkpoint, folder, 2, eval_op=update, final_op=value)
    assert abs(final - 3.0) < 1e-3


def test_variables_are_described_as_in_1_15(tf, capsys):
    slim = tf.contrib.slim
    tf.get_variable("w", [3, 4])
    tf.get_variable("step", [], tf.int64, trainable=False)
    assert slim.model_analyzer.analyze_vars(tf.global_variables(), print_info=True) == (13, 56)
    assert capsys.readouterr().out == (
        "---------\nVariables: name (type shape) [size]\n---------\n"
        "w:0 (float32_ref 3x4) [12, bytes: 48]\nstep:0 (int64_ref ) [1, bytes: 8]\n"
        "Total size of variables: 13\nTotal bytes of variables: 56\n"
    )


def test_queue_runners_run_in_a_block(tf):
    queues = tf.contrib.slim.queues
    value = tf.train.range_input_producer(3, shuffle=False).dequeue()
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        with queues.QueueRunners(session):
            assert [session.run(value) for _ in range(4)] == [0, 1, 2, 0]
            with pytest.raises(queues.NestedQueueRunnerError), queues.QueueRunners(session):
                pass


def test_argument_scopes(tf):
    slim = tf.contrib.slim
    with slim.arg_scope([slim.conv2d, slim.fully_connected], activation_fn=None, trainable=False) as outer:
        with slim.arg_scope([slim.conv2d], trainable=True):
            y = slim.conv2d(tf.ones([1, 4, 4, 1]), 2, 3)
        assert y.op.type == "BiasAdd"
    assert [v.op.name for v in tf.trainable_variables()] == ["Conv/weights", "Conv/biases"]
    with slim.arg_scope(outer):
        assert slim.fully_connected(tf.ones([1, 2]), 3).op.type == "BiasAdd"
    assert slim.fully_connected(tf.ones([1, 2]), 3, scope="again").op.type == "Relu"
    with pytest.raises(ValueError, match="not decorated with @add_arg_scope"), slim.arg_scope([tf.nn.relu], name="x"):
        pass
    with pytest.raises(TypeError), slim.arg_scope(slim.conv2d, stride=2):
        pass
    with pytest.raises(ValueError), slim.arg_scope(outer, stride=2):
        pass
    assert slim.conv2d is tf.contrib.layers.conv2d is tf.contrib.layers.convolution2d
