"""Small TF1 graphs to migrate, written as TF1 wrote them: reference variables, v1 control flow."""

import contextlib

import tensorflow as tf
from tensorflow.python.ops import control_flow_util

v1 = tf.compat.v1


@contextlib.contextmanager
def legacy_graph(seed=None):
    """A new graph in which `cond`, `while_loop` and `Variable` are TF1's; yields the graph."""
    before = control_flow_util.ENABLE_CONTROL_FLOW_V2
    control_flow_util.ENABLE_CONTROL_FLOW_V2 = False
    try:
        with tf.Graph().as_default() as graph:
            if seed is not None:
                v1.set_random_seed(seed)
            with v1.variable_scope("", use_resource=False):
                yield graph
    finally:
        control_flow_util.ENABLE_CONTROL_FLOW_V2 = before


def variable(name, value, trainable=True):
    return v1.Variable(value, name=name, use_resource=False, trainable=trainable)


def initialized_session(graph):
    session = v1.Session(graph=graph)
    with graph.as_default():
        session.run([v1.global_variables_initializer(), v1.local_variables_initializer(), v1.tables_initializer()])
    return session
