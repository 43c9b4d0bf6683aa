"""The builders in a legacy process, and a legacy script that imports the note's pieces."""

import graphnotes.tf1 as tf
from graphnotes import graphs
from tests.graphs.recorded import nodes, recorded


def built(tensorflow):
    with tensorflow.Graph().as_default() as graph:
        tensorflow.set_random_seed(20171)
        graphs.mnist_cnn()
    return nodes(graph)


def test_from_the_facade():
    assert built(tf) == recorded("cnn_dropout")["graph"]


def test_from_compat_v1_with_version_2_behaviour_off():
    from tensorflow.compat import v1

    assert not v1.executing_eagerly()
    assert built(v1) == recorded("cnn_dropout")["graph"]
