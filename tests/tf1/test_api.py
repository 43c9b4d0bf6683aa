"""The facade has the public API of TensorFlow 1.15.5, and takes the calls it took."""

import pathlib

import pytest
import tensorflow

import graphnotes.tf1 as tf
from tests.tf1 import api_survey

OPTIONAL = {"tf.estimator": "Estimator"}  # namespaces that come with an extra, and a name in each


@pytest.fixture(scope="module")
def survey():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["survey"])  # looking at tf.app.flags.FLAGS parses the command line
        return api_survey.Survey()


@pytest.fixture(scope="module")
def present():
    """Whether a symbol's package is installed here."""
    absent = tuple(namespace for namespace, name in OPTIONAL.items() if not _has(namespace, name))
    return lambda symbol: not symbol.startswith(absent) if absent else True


def _has(namespace, name):
    try:
        return hasattr(getattr(tf, namespace.removeprefix("tf.")), name)
    except ImportError:
        return False


def test_every_public_symbol_resolves_and_takes_every_call_or_stands_in_the_ledger(survey, present):
    rows = api_survey.ledger()
    unexplained = {
        symbol: problem
        for symbol, problem in survey.problems.items()
        if api_survey.excuse(symbol, rows) is None and present(symbol)
    }
    assert unexplained == {}


def test_the_ledger_has_no_row_that_is_not_needed(survey, present):
    rows = api_survey.ledger()
    used = {api_survey.excuse(symbol, rows) for symbol in survey.problems}
    assert [row for row in rows if row not in used and present(row)] == []
    assert all(rows.values())


def test_namespaces_show_the_names_of_1_15_and_no_others():
    assert "relu" in dir(tf.nn) and "gelu" not in dir(tf.nn)
    with pytest.raises(AttributeError, match=r"tf|TensorFlow 1\.15 had no such symbol"):
        tf.nn.gelu  # noqa: B018


def test_what_refuses_names_the_symbol_the_reason_and_the_way_out(survey):
    assert survey.refusing
    for symbol in sorted(survey.refusing):
        value = survey.values[symbol]
        if symbol.rpartition(".")[0] in survey.refusing or not hasattr(value, "unsupported"):
            continue
        with pytest.raises(NotImplementedError) as refusal:
            value()
        named = symbol if not symbol.endswith(".RegisterExtension") else ".".join(symbol.split(".")[-2:])  # of any message
        assert named in str(refusal.value) and value.unsupported in str(refusal.value)


def test_the_table_in_the_docs_is_what_the_survey_says(survey, present):
    if not all(map(present, OPTIONAL)):
        pytest.skip("the table is generated with all extras installed")
    if not tensorflow.__version__.startswith("2.21."):
        pytest.skip("the table is of TensorFlow 2.21")
    page = pathlib.Path(__file__).parents[2] / "docs" / "symbols.md"
    assert page.read_text() == api_survey.table(survey)


def test_arguments_go_where_they_went_in_1_15():
    with tf.Graph().as_default():
        a = tf.ones([2, 2])
        assert tf.matmul(a, a, False, False, False, False, False, False, "product").op.name == "product"
        assert tf.linalg.matmul(a, a, name="other").op.name == "other"
        assert tf.nn.top_k(a, 1, True, "best").values.op.name == "best"
        assert tf.scatter_nd([[0]], [1.0], [2], "scattered").op.name == "scattered"
        conv = tf.keras.layers.Conv2D(4, 3, 1, "same", None, 1, "relu")
        assert conv.groups == 1 and conv.activation is tf.keras.activations.relu
        assert tf.keras.layers.LSTM(2, "tanh", "sigmoid").recurrent_activation is tf.keras.activations.sigmoid


def test_a_wrong_call_is_a_type_error():
    with pytest.raises(TypeError, match="at most 9 positional arguments"):
        tf.matmul(*range(10))
    with pytest.raises(TypeError, match="multiple values for argument 'a'"):
        tf.matmul(1, a=2)


def test_layers_keep_the_methods_that_left_keras():
    with tf.Graph().as_default():
        layer = tf.layers.Dense(3)
        assert layer.apply(tf.ones([2, 2])).shape == [2, 3]
        assert layer.get_updates_for(None) == []
        assert tf.keras.__version__ == "2.2.4-tf"
        assert tf.keras.utils.serialize_keras_object(tf.keras.initializers.Zeros()) == {
            "class_name": "Zeros",
            "config": {"dtype": "float32"},
        }


def test_compare_and_bitpack_packs_the_first_result_highest():
    with tf.Graph().as_default(), tf.Session() as session:
        packed = tf.raw_ops.CompareAndBitpack(input=tf.constant([[1.0, 9.0] * 8]), threshold=5.0)
        assert session.run(packed).tolist() == [[0b01010101, 0b01010101]]
