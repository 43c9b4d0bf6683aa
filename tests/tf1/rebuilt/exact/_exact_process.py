"""Run as a script by test_exact.py: compares bits with the record, and looks at graphs, under GRAPHNOTES_EXACT as it is set."""

import json
import pathlib
import sys
import tempfile

import numpy as np

import graphnotes.tf1 as tf

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from functions import bits

recorded = np.load(pathlib.Path(__file__).with_name("recorded.npz"))
ours = bits(tf)
assert set(ours) == set(recorded.files)
found = {
    "compared": len(ours),
    "different": {name: int((ours[name] != recorded[name]).sum()) for name in ours if (ours[name] != recorded[name]).any()},
}

graph = tf.Graph()
with graph.as_default(), tf.Session(graph=graph) as session:
    tf.set_random_seed(1)
    x = tf.placeholder(tf.float32, [None, 5, 3], "x")
    cell = tf.nn.rnn_cell.LSTMCell(4)
    state, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    hidden = tf.nn.softplus(tf.layers.dense(state[:, -1], 4, activation=tf.nn.sigmoid), name="soft")
    keras = tf.keras.layers.Dense(2, activation="tanh")(hidden)
    loss = tf.reduce_mean(tf.exp(keras), name="loss")
    train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    assert hidden.shape.as_list() == [None, 4] and hidden.op.get_attr("T") == tf.float32
    saver = tf.train.Saver()
    session.run(tf.global_variables_initializer())
    fed = np.random.RandomState(0).normal(size=(6, 5, 3)).astype(np.float32)
    found["nodes"] = [(op.name, op.type, [i.name for i in op.inputs]) for op in graph.get_operations()]
    found["node_def"] = str(hidden.op.node_def)
    # what the session runs, underneath
    raw = type(hidden.op).__mro__[1].type.__get__
    found["called"] = sorted({op.type for op in graph.get_operations() if raw(op) != op.type})
    exported = graph.as_graph_def(add_shapes=True)
    found["exported"] = str(exported)
    found["library"] = len(exported.library.function)
    found["losses"] = [float(session.run([loss, train], {x: fed})[0]) for _ in range(5)]
    at = tempfile.mkdtemp()
    saver.save(session, f"{at}/model")
    value = session.run(loss, {x: fed})
with tf.Graph().as_default(), tf.Session() as session:
    tf.train.import_meta_graph(f"{at}/model.meta").restore(session, f"{at}/model")
    found["imported"] = float(session.run("loss:0", {"x:0": fed}))
    assert abs(found["imported"] - value) < 1e-5
pathlib.Path(sys.argv[1]).write_text(json.dumps(found))
