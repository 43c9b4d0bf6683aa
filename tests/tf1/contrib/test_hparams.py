"""HParams as in TensorFlow 1.15: typed attributes, parsed from text."""

import pytest


@pytest.fixture
def training():
    import graphnotes.tf1 as tf

    return tf.contrib.training


def test_values_keep_their_types(training):
    hparams = training.HParams(rate=0.1, steps=10, name="net", sizes=[3, 4], flag=True)
    hparams.parse("rate=0.5,steps=20,sizes=[5,6,7],flag=false,name=deep")
    assert hparams.values() == {"rate": 0.5, "steps": 20, "name": "deep", "sizes": [5, 6, 7], "flag": False}
    hparams.set_hparam("rate", 2)
    assert hparams.rate == 2.0 and isinstance(hparams.rate, float)
    assert "rate" in hparams and hparams.get("nothing", 7) == 7
    assert repr(training.HParams(b=1, a="x")) == "HParams([('a', 'x'), ('b', 1)])"
    assert str(training.HParams(b=1, a="x")) == "b=1,a=x"
    assert training.HParams(b=1, a=[2]).to_json() == '{"b": 1, "a": [2]}'


@pytest.mark.parametrize(
    "text, message",
    [
        ("rate=x", "Could not parse hparam 'rate' of type 'float' with value 'x' in rate=x"),
        ("nothing=1", "Unknown hyperparameter type for nothing"),
        ("rate=1,rate=2", "Multiple assignments to variable 'rate' in rate=1,rate=2"),
        ("=", "Malformed hyperparameter value: ="),
        ("sizes[0]=[1]", "Assignment of a list to a list index."),
        ("flag=maybe", "Could not parse hparam 'flag' of type 'bool' with value 'maybe' in flag=maybe"),
    ],
)
def test_text_that_is_wrong(training, text, message):
    with pytest.raises(ValueError) as error:
        training.parse_values(text, {"rate": float, "sizes": int, "flag": bool})
    assert str(error.value) == message


def test_a_value_of_another_type_is_refused(training):
    hparams = training.HParams(steps=10, sizes=[1])
    for name, value in (("steps", 1.5), ("steps", "1"), ("steps", True), ("sizes", 3), ("steps", [3])):
        with pytest.raises(ValueError):
            hparams.set_hparam(name, value)
    with pytest.raises(ValueError, match="reserved: steps"):
        hparams.add_hparam("steps", 1)
    with pytest.raises(ValueError, match="cannot be empty: nothing"):
        training.HParams(nothing=[])


def test_indexed_values(training):
    assert training.parse_values("a[1]=2,a[3]=4,b=x", {"a": int, "b": str}) == {"a": {1: 2, 3: 4}, "b": "x"}
