"""Which TensorFlow a program was written for."""

import pytest

from graphnotes.runner import era


@pytest.mark.parametrize(
    "source, expected",
    [
        ("import tensorflow as tf\nx = tf.mul(1, 2)\n", "0"),
        ("import tensorflow as tf\nprint tf.train.SummaryWriter\n", "0"),
        ("import tensorflow as tf\nx = tf.concat(1, [a, b])\n", "0"),
        ("from tensorflow.models.rnn import rnn\n", "0"),
        ("import tensorflow as tf\nloss = tf.nn.softmax_cross_entropy_with_logits(\n    logits, labels)\n", "0"),
        ("import tensorflow as tf\nloss = tf.nn.softmax_cross_entropy_with_logits(None, labels, logits)\n", "1"),
        ("import tensorflow as tf\nloss = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=x)\n", "1"),
        ("import tensorflow as tf\nloss = tf.nn.softmax_cross_entropy_with_logits(**arguments)\n", "1"),
        ("import tensorflow as tf\nloss = tf.nn.nce_loss(w, b, embed, train_labels, 64, size)\n", "0"),
        ("import tensorflow as tf\nloss = tf.nn.nce_loss(w, b, train_labels, embed, 64, size)\n", "1"),
        ("import tensorflow as tf\nmul = tf.mul if hasattr(tf, 'mul') else tf.multiply\n", "1"),
        ("import tensorflow as tf\ntry:\n    mul = tf.mul\nexcept AttributeError:\n    mul = tf.multiply\nx = tf.placeholder\n", "1"),
        ("import tensorflow as tf\n# tf.mul was renamed\nx = tf.multiply(tf.placeholder(tf.float32), 2)\n", "1"),
        ("import tensorflow as tf\nx = tf.concat([a, b], 1)\n", "1"),
        ("import tensorflow as tf\n@tf.function\ndef f(): pass\n", "2.0"),
        ("import tensorflow as tf\nprint(tf.add(1, 2).numpy())\n", "2.0"),
        ("import tensorflow as tf\nfrom tensorflow.python.keras import layers\ntf.keras.Sequential()\n", "2.0"),
    ],
)
def test_a_program_is_of_the_time_its_names_tell(tmp_path, source, expected):
    script = tmp_path / "script.py"
    script.write_text(source)
    assert era.detect(str(script))[0] == expected
    assert era.of_source(str(script), source.encode())[0] == expected


def test_a_module_beside_the_script_tells_too(tmp_path):
    (tmp_path / "script.py").write_text("import tensorflow as tf\nimport model\nx = tf.Session()\n")
    (tmp_path / "model.py").write_text("import tensorflow as tf\n\ndef f(x):\n    return tf.pack([x])\n")
    found, reason = era.detect(str(tmp_path / "script.py"))
    assert found == "0" and reason == "model.py, line 4: tf.pack"
