"""What `check` says of a symbol is what the facade does with it: every public name of 1.15.5, and the private ones scripts use."""

import pytest

from graphnotes.check import (
    LONG_TAIL,
    NOT_SUPPORTED,
    RESTORED,
    SAME,
    api,
    gone,
    tensorflow1,
)

PRIVATE = ["python.framework.ops", "python.framework.ops.convert_to_tensor", "python.framework.ops.Tensor", "python.framework.dtypes.float32", "python.framework.graph_util", "python.framework.tensor_shape.TensorShape", "python.framework.no_such_name", "python.ops.rnn_cell_impl", "python.ops.math_ops.add", "python.ops.variable_scope.get_variable", "python.ops.no_such_module", "python.platform.gfile.Exists", "python.platform.app.run", "python.client.timeline.Timeline", "python.client.device_lib.list_local_devices", "python.training.moving_averages", "python.util.nest.flatten", "python.ops.rnn_cell", "python.ops.seq2seq", "python.keras.layers.Dense", "core.framework.summary_pb2.Summary", "core.protobuf.config_pb2", "python.layers.core.Dense", "python.estimator.estimator", "python.tools.freeze_graph", "python.summary.summary"]


# names whose stand-ins are not written out one by one, so reading the file does not tell that they refuse
NOT_WRITTEN_OUT = {"contrib.data.CheckpointInputPipelineHook", "contrib.tpu.core"}


def resolves(facade, symbol: str) -> bool:
    value = facade.namespace("")
    try:
        for name in symbol.split("."):
            value = getattr(value, name)
    except (AttributeError, ImportError):
        return False
    return "unsupported" not in getattr(value, "__dict__", {})  # a stand-in that refuses to be called


@pytest.fixture(scope="module")
def facade():
    from graphnotes import tf1

    return tf1.facade


def every_symbol():
    recorded = api.recorded()
    for namespace in recorded.namespaces():
        if not namespace.startswith(("compat.v1", "estimator", "pywrap_tensorflow", "tpu")):  # an optional package; bindings; made in loops
            for name in sorted(recorded.names(namespace)):
                symbol = f"{namespace}.{name}" if namespace else name
                if not recorded.is_namespace(symbol):  # those import, whatever is in them
                    yield symbol


def test_every_public_symbol_gets_the_verdict_the_facade_gives_it(facade):
    differ = []
    for symbol in every_symbol():
        runs = tensorflow1.verdict(symbol).status not in (NOT_SUPPORTED, LONG_TAIL)
        if runs != resolves(facade, symbol) and symbol not in NOT_WRITTEN_OUT:
            differ.append((symbol, tensorflow1.verdict(symbol)))
    assert not differ, f"{len(differ)}: {[symbol for symbol, _ in differ]}"


def test_private_symbols_too(facade):
    differ = [
        (symbol, tensorflow1.verdict(symbol))
        for symbol in PRIVATE
        if (tensorflow1.verdict(symbol).status != NOT_SUPPORTED) != resolves(facade, symbol)
    ]
    assert not differ, differ


def test_private_modules_that_moved_are_found(facade):
    for symbol in ("tracking.AutoTrackable", "graph_view.ObjectGraphView", "util.TrackableSaver", "data_structures.NoDependency", "base.Trackable"):
        assert resolves(facade, f"python.training.tracking.{symbol}"), symbol
        assert tensorflow1.verdict(f"python.training.tracking.{symbol}").status == SAME, symbol


def test_private_modules_of_contrib_are_judged_by_where_they_lead():
    assert tensorflow1.verdict("contrib.opt.python.training.nadam_optimizer.NadamOptimizer").status == RESTORED
    assert tensorflow1.verdict("contrib.opt.python.training.nadam_optimizer").status == RESTORED
    assert tensorflow1.verdict("contrib.grid_rnn.python.ops.grid_rnn_cell.Grid1LSTMCell").status == LONG_TAIL


def test_the_list_of_gone_names_is_true_of_the_installed_tensorflow(facade):
    import tensorflow

    if not tensorflow.__version__.startswith("2.21."):
        pytest.skip("gone.txt is of TensorFlow 2.21")
    with open(gone.__file__.replace("gone.py", "gone.txt"), encoding="utf-8") as file:
        written = file.read().splitlines()
    assert written == gone.lines(), "run python -m graphnotes.check.gone > graphnotes/check/gone.txt"
