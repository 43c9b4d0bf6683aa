"""NumPy 1's names and meanings, for legacy modules only."""

import pickle
import types

import numpy
import pytest

from graphnotes.companions import REDIRECTS
from graphnotes.companions.numpy1 import redirect

np1 = redirect("numpy")


def test_the_companion_is_a_module_named_numpy_and_the_real_one_keeps_its_names():
    assert isinstance(np1, types.ModuleType) and np1.__name__ == "numpy" and np1 is redirect("numpy")
    assert np1.float is float and np1.bool is bool and np1.object is object and np1.int is int and np1.str is str
    assert numpy.bool is numpy.bool_ and not hasattr(numpy, "float")
    assert REDIRECTS["numpy"] == "graphnotes.companions.numpy1:redirect"


def test_what_did_not_change_is_the_very_same_object():
    for name in ("ndarray", "float32", "exp", "load", "random", "zeros", "newaxis", "dtype"):
        assert getattr(np1, name) is getattr(numpy, name)
        assert name in vars(np1) or name == "load", "looked up once, then kept"
    assert isinstance(numpy.zeros(2), np1.ndarray)
    assert not hasattr(np1, "nonsense")
    assert "float" in dir(np1) and "exp" in dir(np1)


def test_assignments_stay_with_legacy_code():
    np1.load_of_a_script = 1
    assert not hasattr(numpy, "load_of_a_script")
    del np1.load_of_a_script


def test_star_import_never_hides_pythons_own_names():
    scope = {name: getattr(np1, name) for name in np1.__all__}
    assert scope["product"] is numpy.prod and scope["array"] is np1.array
    assert not {"float", "int", "max", "min", "round", "abs", "bool", "pow"} & set(scope)


def test_ragged_sequences_give_objects_with_a_warning(tmp_path):
    with pytest.warns(numpy.exceptions.VisibleDeprecationWarning):
        ragged = np1.array([[1, 2], [3]])
    assert ragged.dtype == object and ragged.shape == (2,) and ragged[1] == [3]
    with pytest.warns(numpy.exceptions.VisibleDeprecationWarning):
        assert np1.asarray([numpy.zeros(2), numpy.zeros(3)]).shape == (2,)
    with pytest.warns(numpy.exceptions.VisibleDeprecationWarning):
        np1.savez(tmp_path / "ragged.npz", params=[numpy.zeros((2, 3)), numpy.zeros(3)])
    assert numpy.load(tmp_path / "ragged.npz", allow_pickle=True)["params"].shape == (2,)
    with pytest.raises(ValueError):
        np1.array([[1, 2], [3]], dtype=float)
    with pytest.raises(ValueError):
        numpy.array([[1, 2], [3]])


def test_functions_mean_what_they_meant(tmp_path):
    a = numpy.arange(3)
    assert np1.array(a, copy=False) is a and np1.array(a, copy=True) is not a
    assert np1.fromstring(b"ab", dtype=np1.uint8).tolist() == [97, 98]
    assert np1.fromstring("1 2", sep=" ").tolist() == [1.0, 2.0]
    assert np1.asscalar(numpy.array([3])) == 3 and np1.product([2, 3]) == 6 and np1.alen(a) == 3
    assert np1.sum(x for x in (1, 2)) == 3 and np1.vstack(r for r in ([1], [2])).tolist() == [[1], [2]]
    assert np1.reshape(a, newshape=(3, 1)).shape == (3, 1) and np1.reshape(a, (1, 3)).shape == (1, 3)
    assert np1.histogram([1, 2], bins=2, normed=True)[0].tolist() == [1.0, 1.0]
    assert np1.unique([[1], [1]], return_inverse=True)[1].shape == (2,)
    assert np1.linspace(0, 1, 5 / 2).tolist() == [0.0, 1.0]
    assert np1.in1d([[1, 2]], [2]).tolist() == [False, True]
    assert np1.cast["float32"]([1]).dtype == np1.float32 and np1.find_common_type([np1.float32], [np1.float64]) == np1.float32
    assert np1.linalg.lstsq(numpy.eye(2), numpy.ones(2))[2] == 2
    assert numpy.isnan(np1.NaN) and np1.Inf == numpy.inf and np1.trapz([1, 1]) == 1
    flowers = tmp_path / "iris.csv"
    flowers.write_text("1.5,setosa\n2.5,virginica\n")
    kinds = {b"setosa": 0.0, b"virginica": 1.0}  # converters were given bytes
    assert np1.loadtxt(flowers, delimiter=",", converters={1: kinds.get}).tolist() == [[1.5, 0.0], [2.5, 1.0]]


@pytest.mark.parametrize("name", ["floor", "ceil", "trunc", "fix"])
def test_a_rounded_integer_is_a_float(name):
    rounded = getattr(np1, name)
    kinds = {numpy.bool_: "e", numpy.int8: "e", numpy.uint8: "e", numpy.int16: "f", numpy.int32: "d", numpy.int64: "d"}  # as NumPy 1.18 gave
    assert {kind: rounded(numpy.ones(2, kind)).dtype.char for kind in kinds} == kinds
    assert repr(float(rounded(3))) == "3.0" and rounded(3).dtype == rounded([1, 2]).dtype == numpy.float64
    assert rounded(numpy.float32(2.5)).dtype == numpy.float32 and rounded(2.5, numpy.empty(())) in (2, 3)


def test_ragged_rows_are_stacked_as_objects():
    memories = [(numpy.ones(3), 1, 0.5, numpy.zeros(3), False)] * 2
    with pytest.warns(numpy.exceptions.VisibleDeprecationWarning):
        assert np1.vstack(memories).shape == (2, 5) and np1.vstack(memories).dtype == object
    with pytest.warns(numpy.exceptions.VisibleDeprecationWarning):
        assert np1.hstack(memories).shape == (10,) and np1.column_stack(memories).shape == (5, 2)
    with pytest.raises(ValueError, match="must match"):
        np1.vstack([[1, 2], [3]])


def test_submodules_that_moved_still_import():
    assert redirect("numpy.lib.function_base").average is numpy.average
    assert redirect("numpy.core.multiarray").ndarray is numpy.ndarray
    assert redirect("numpy.lib.stride_tricks").as_strided is numpy.lib.stride_tricks.as_strided
    assert redirect("numpy.core").float is float and redirect("numpy.lib").pad is numpy.pad
    assert redirect("numpy.random") is numpy.random
    assert redirect("numpy.no_such_module") is None


def test_pickles_name_the_real_numpy():
    assert pickle.loads(pickle.dumps(np1.array([1, 2]))).tolist() == [1, 2]


def test_pickled_files_stay_refused_by_default(tmp_path):
    np1.save(tmp_path / "objects.npy", numpy.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        np1.load(tmp_path / "objects.npy")
