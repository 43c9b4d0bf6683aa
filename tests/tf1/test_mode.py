"""When the process is in legacy mode, and what a TensorFlow 2 program keeps."""

import subprocess
import sys
import textwrap


def run(code):
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=120)


def test_a_tensorflow_2_program_builds_one_legacy_graph():
    run("""
        import numpy as np
        import tensorflow as tf
        import graphnotes
        from graphnotes import tf1

        def dropout_ops(api):
            graph = tf.Graph()
            with graph.as_default():
                api.nn.dropout(api.placeholder(tf.float32, [2]), 0.5)
                v = api.get_variable("v", [1])
            return [op.type for op in graph.get_operations()], type(v).__name__

        assert tf.executing_eagerly()
        with graphnotes.legacy_graphs():
            legacy, kind = dropout_ops(tf1)
        assert "SelectV2" not in legacy and "Cast" in legacy and kind == "RefVariable", (legacy, kind)
        assert tf.executing_eagerly() and tf.constant([1.0]).numpy() == 1
        assert (tf.constant(2) == tf.constant(2)).numpy() and tf.ones([3]).shape[0] == 3
        modern, kind = dropout_ops(tf.compat.v1)
        assert "SelectV2" in modern and kind == "ResourceVariable"
        assert not hasattr(tf, "placeholder")
        assert isinstance(tf.function(lambda x: x + 1)(1).numpy(), np.int32)
        tf1.placeholder  # used inside first; used outside it enters legacy mode all the same
        assert not tf.executing_eagerly()
    """)


def test_the_first_symbol_enters_legacy_mode_and_not_the_import():
    run("""
        import tensorflow as tf2
        import graphnotes.tf1 as tf
        assert tf2.executing_eagerly()
        x = tf.placeholder(tf.float32, [3])
        assert not tf2.executing_eagerly() and x.shape[0].value == 3
        assert tf2.__version__.startswith("2") and not hasattr(tf2, "placeholder")
    """)


def test_importing_a_namespace_enters_legacy_mode():
    run("""
        import tensorflow as tf2
        import graphnotes.tf1.nn as nn
        assert not tf2.executing_eagerly() and nn.relu
    """)
