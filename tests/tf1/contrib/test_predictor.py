"""A SavedModel as a function."""

import numpy as np
import pytest


def test_a_saved_model_predicts(tmp_path):
    import graphnotes.tf1 as tf

    folder = str(tmp_path / "model")
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 2], name="x")
        y = tf.identity(x @ tf.get_variable("w", initializer=[[1.0], [2.0]]), name="y")
        session.run(tf.global_variables_initializer())
        tf.saved_model.simple_save(session, folder, {"in": x}, {"out": y})
    predict = tf.contrib.predictor.from_saved_model(folder)
    np.testing.assert_array_equal(predict({"in": [[1.0, 1.0], [0.0, 3.0]]})["out"], [[3.0], [6.0]])
    assert list(predict.feed_tensors) == ["in"]
    other = tf.contrib.predictor.from_saved_model(folder, input_names={"a": "x:0"}, output_names={"b": "y:0"})
    np.testing.assert_array_equal(other({"a": [[2.0, 0.0]]})["b"], [[2.0]])
    with pytest.raises(ValueError, match="unexpected keys in input_dict: {'other'}"):
        predict({"other": 1})
    with pytest.raises(ValueError, match="Available signatures are {'serving_default'}"):
        tf.contrib.predictor.from_saved_model(folder, signature_def_key="nothing")
