"""Restores every recorded checkpoint and compares the outputs with those TensorFlow 1.15.5 computed.

`test_recorded.py` uses `outputs_agree` with the facade; run as a script, in a process that never sees the facade, it
goes through plain compat.v1 and through TensorFlow 2.
"""

import pathlib
import sys
import tempfile

import numpy as np

from graphnotes.checkpoints import convert, open_checkpoint, restore
from graphnotes.datasets.mnist import read_data_sets

CHECKPOINTS = pathlib.Path(__file__).parents[2] / "checkpoints"
# model: its checkpoints, feeds (tensor -> array of the recorded file, or a value), output tensor, its recorded array
MODELS = {
    "softmax": (["softmax_v2", "softmax_v1"], {"Placeholder:0": "images"}, "Softmax:0", "scores"),
    "cnn": (["cnn"], {"Placeholder:0": "images", "Placeholder_2:0": np.float32(1)}, "Softmax:0", "scores"),
    "sequence": (["sequence"], {"ids:0": "ids", "training:0": np.bool_(False)}, "logits/BiasAdd:0", "logits"),
}
TOLERANCE = 1e-5


def feeds_and_expected(model):
    """What to feed, and the recorded output."""
    _, feeds, _, name = MODELS[model]
    arrays = np.load(CHECKPOINTS / f"{model}_expected.npz")
    return {tensor: arrays[value] if isinstance(value, str) else value for tensor, value in feeds.items()}, arrays[name]


def assert_close(found, expected):
    assert found.shape == expected.shape and np.abs(found - expected).max() <= TOLERANCE


def outputs_agree(tf, model):
    """That every checkpoint of `model` restores through `tf` (TensorFlow 1's API) to the recorded outputs."""
    feeds, expected = feeds_and_expected(model)
    for checkpoint in MODELS[model][0]:
        prefix = open_checkpoint(CHECKPOINTS / checkpoint).path
        for by_saver in (True, False):
            with tf.Graph().as_default(), tf.Session() as session:
                saver = tf.train.import_meta_graph(prefix + ".meta")
                if by_saver:
                    saver.restore(session, prefix)
                else:
                    restore(session, prefix, strict=False)
                assert_close(session.run(MODELS[model][2], feeds), expected)
                if model == "cnn" and by_saver:
                    labels_agree(lambda images, session=session: session.run("ArgMax:0", {"Placeholder:0": images, "Placeholder_2:0": 1.0}))


def labels_agree(predict):
    """That the network gives all 10,000 test images the labels it gave in 1.15.5."""
    images = read_data_sets().test.images
    found = np.concatenate([predict(images[at:at + 1000]) for at in range(0, len(images), 1000)])
    recorded = np.load(CHECKPOINTS / "cnn_expected.npz")["test_predictions"]
    assert len(recorded) == 10_000 and (found == recorded).all()


def saved_models_agree(v1):
    """The same for the recorded SavedModel and the frozen graph."""
    feeds, expected = feeds_and_expected("softmax")
    with v1.Graph().as_default(), v1.Session() as session:
        v1.saved_model.loader.load(session, ["serve"], str(CHECKPOINTS / "softmax_saved_model"))
        assert_close(session.run("Softmax:0", feeds), expected)
    with v1.Graph().as_default(), v1.Session() as session:
        graph = v1.GraphDef.FromString((CHECKPOINTS / "softmax_frozen.pb").read_bytes())
        v1.import_graph_def(graph, name="")
        assert_close(session.run("Softmax:0", feeds), expected)


def tensorflow_2_agrees(tf, model, scratch):
    """That, converted to a SavedModel, every checkpoint of `model` serves the recorded outputs in TensorFlow 2."""
    feeds, expected = feeds_and_expected(model)
    inputs = {f"input_{index}": tensor for index, tensor in enumerate(feeds)}
    for checkpoint in MODELS[model][0]:
        out = f"{scratch}/{checkpoint}"
        convert(open_checkpoint(CHECKPOINTS / checkpoint), out, "saved-model", inputs=inputs, outputs={"output": MODELS[model][2]})
        serve = tf.saved_model.load(out).signatures["serving_default"]
        specs = serve.structured_input_signature[1]
        given = {name: tf.cast(feeds[tensor], specs[name].dtype) for name, tensor in inputs.items()}
        assert_close(serve(**given)["output"].numpy(), expected)
        if model == "cnn":
            labels_agree(lambda images, serve=serve: serve(input_0=tf.constant(images), input_1=tf.constant(1.0))["output"].numpy().argmax(1))


def variables_agree(tf):
    """That the softmax regression, written anew in TensorFlow 2, takes its variables from every recorded file."""
    feeds, expected = feeds_and_expected("softmax")
    for file in ("softmax_v2", "softmax_v1", "softmax_saved_model", "softmax_frozen.pb"):
        kernel, bias = tf.Variable(tf.zeros((784, 10))), tf.Variable(tf.zeros(10))
        report = restore(None, CHECKPOINTS / file, variables={"Variable": kernel, "Variable_1": bias})
        assert report.complete and not report.unused
        assert_close(tf.nn.softmax(feeds["Placeholder:0"] @ kernel + bias).numpy(), expected)


if __name__ == "__main__":
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as scratch:
        for model in MODELS:
            outputs_agree(tf.compat.v1, model)
            tensorflow_2_agrees(tf, model, scratch)
    saved_models_agree(tf.compat.v1)
    variables_agree(tf)
    assert tf.executing_eagerly() and "graphnotes.tf1" not in sys.modules
