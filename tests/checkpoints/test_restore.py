"""`restore` puts values into a session's variables, in whatever shape the graph has them now, and reports on each."""

import contextlib

import numpy as np
import pytest
import tensorflow as tf

from graphnotes.checkpoints import (
    Arrays,
    CheckpointError,
    CorruptCheckpoint,
    RestoreError,
    Stored,
    convert,
    restore,
)

v1 = tf.compat.v1
VALUES = {
    "dense/kernel": np.arange(6, dtype=np.float32).reshape(2, 3),
    "dense/bias": np.array([7, 8, 9], np.float32),
    "dense/kernel/ExponentialMovingAverage": np.full((2, 3), 5, np.float32),
    "table": np.arange(14, dtype=np.float32).reshape(7, 2),
    "step": np.int64(12),
    "words": np.array([b"one", b"two"], object),
}


@contextlib.contextmanager
def graph_of(**shapes):
    """A session whose graph has variables of those shapes (`__` for `/`) and dtypes, all zero, reference and resource ones."""
    with tf.Graph().as_default(), v1.Session() as session:
        made = {}
        for index, (name, (shape, dtype)) in enumerate(shapes.items()):
            zero = v1.zeros_initializer() if dtype != tf.string else v1.constant_initializer("")
            made[name] = v1.get_variable(name.replace("__", "/"), shape, dtype, zero, use_resource=bool(index % 2))
        session.run(v1.global_variables_initializer())
        yield session, made


@pytest.fixture
def saved(tmp_path):
    convert(Arrays(VALUES), tmp_path / "model", "v2")
    return tmp_path / "model"


MODEL = {"dense__kernel": ((2, 3), tf.float32), "dense__bias": ((3,), tf.float32), "step": ((), tf.int64), "words": ((2,), tf.string)}


def test_everything_by_name_and_the_graph_stays_as_it_was(saved):
    with graph_of(**MODEL) as (session, variables):
        nodes = len(session.graph.as_graph_def().node)
        report = restore(session, saved)
        assert len(session.graph.as_graph_def().node) == nodes
        for name, variable in variables.items():
            assert np.array_equal(session.run(variable), VALUES[name.replace("__", "/")])
        assert report.complete and report.restored["dense/bias"] == "dense/bias" and len(report.restored) == 4
        assert report.unused == ["dense/kernel/ExponentialMovingAverage", "table"]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_assigned(saved):
    with graph_of(dense__kernel=((3, 2), tf.float32), dense__biases=((3,), tf.float32), step=((), tf.int32), other__table=((7, 2), tf.float32),
                  words=((2,), tf.string)) as (session, variables):
        with pytest.raises(RestoreError) as caught:
            restore(session, saved)
        report = caught.value.report
        assert report.mismatched == {
            "dense/kernel": "'dense/kernel' has shape (3, 2), but 'dense/kernel' is stored with shape (2, 3)",
            "step": "'step' is int32, but 'step' is stored as int64",
        }
        assert set(report.missing) == {"dense/biases", "other/table"}
        assert report.missing["dense/biases"].startswith("'dense/biases'; nearest: 'dense/bias'")
        assert report.missing["other/table"].startswith("'other/table'; nearest: 'table'")
        for text in ("1 variables fit, 2 missing, 2 of another shape or dtype", "mismatched: 'step'", "missing: 'dense/biases'", "unused: 'table'"):
            assert text in str(caught.value)
        assert session.run(variables["words"]).tolist() == [b"", b""]


def test_in_a_legacy_program_where_shapes_are_made_of_dimensions(saved):
    from graphnotes import tf1

    with tf1.Graph().as_default(), tf1.Session() as session:
        tf1.get_variable("table", (2, 7))
        with pytest.raises(RestoreError, match=r"'table' has shape \(2, 7\), but 'table' is stored with shape \(7, 2\)"):
            restore(session, saved)
        variable = tf1.get_variable("dense/bias", (3,))
        restore(session, saved, variables=[variable])
        assert session.run(variable).tolist() == [7, 8, 9]


def test_not_strict_restores_what_fits(saved):
    with graph_of(dense__bias=((3,), tf.float32), new=((2,), tf.float32)) as (session, variables):
        report = restore(session, saved, strict=False)
        assert session.run(variables["dense__bias"]).tolist() == [7, 8, 9] and session.run(variables["new"]).tolist() == [0, 0]
        assert set(report.missing) == {"new"} and "nothing is called like it" in report.missing["new"]


@pytest.mark.parametrize("mapping", [
    {"model/fc/w": "dense/kernel", "model/fc/b": "dense/bias"},
    {"model/fc/": "dense/", "model/fc/w": "dense/kernel", "model/fc/b": "dense/bias"},
    [("^model/fc", "dense"), ("/w$", "/kernel"), ("/b$", "/bias")],
    lambda name: {"w": "dense/kernel", "b": "dense/bias"}[name[-1]],
])
def test_names_are_mapped(saved, mapping):
    with graph_of(model__fc__w=((2, 3), tf.float32), model__fc__b=((3,), tf.float32)) as (session, variables):
        report = restore(session, saved, mapping=mapping)
        assert np.array_equal(session.run(variables["model__fc__w"]), VALUES["dense/kernel"])
        assert report.restored == {"model/fc/w": "dense/kernel", "model/fc/b": "dense/bias"}


def test_none_leaves_a_variable_alone_and_a_scope_maps_all_below(saved):
    with graph_of(a__kernel=((2, 3), tf.float32), a__bias=((3,), tf.float32)) as (session, variables):
        report = restore(session, saved, mapping={"a/": "dense/", "a/bias": None})
        assert report.skipped == ["a/bias"] and session.run(variables["a__bias"]).tolist() == [0, 0, 0]
        assert session.run(variables["a__kernel"]).tolist() == VALUES["dense/kernel"].tolist()


def test_a_mapped_name_that_is_no_variable_is_an_error(saved):
    with graph_of(table=((7, 2), tf.float32)) as (session, _), pytest.raises(RestoreError, match="no variable is called 'tables', .* nearest: 'table'"):
        restore(session, saved, mapping={"tables": "table"})


def test_transposed_cut_and_grown(saved):
    with graph_of(turned=((3, 2), tf.float32), few=((2, 2), tf.float32), more=((9, 2), tf.float32)) as (session, variables):
        session.run(v1.assign(variables["more"], -np.ones((9, 2))))
        restore(session, saved, mapping={
            "turned": Stored("dense/kernel", transpose=(1, 0)),
            "few": Stored("table", part=np.s_[3:5, :]),
            "more": Stored("table", into=np.s_[:7, :]),
        })
        assert np.array_equal(session.run(variables["turned"]), VALUES["dense/kernel"].T)
        assert np.array_equal(session.run(variables["few"]), VALUES["table"][3:5])
        assert np.array_equal(session.run(variables["more"]), np.concatenate([VALUES["table"], -np.ones((2, 2))]))
        with pytest.raises(RestoreError, match=r"has shape \(3, 2\), but 'table' is stored with shape \(7, 2\), which makes \(2, 7\)"):
            restore(session, saved, mapping={"turned": Stored("table", transpose=(1, 0)), "few": None, "more": None})


def test_moving_averages_are_taken_where_they_are(saved):
    with graph_of(dense__kernel=((2, 3), tf.float32), dense__bias=((3,), tf.float32)) as (session, variables):
        report = restore(session, saved, moving_averages=True)
        assert (session.run(variables["dense__kernel"]) == 5).all() and session.run(variables["dense__bias"]).tolist() == [7, 8, 9]
        assert report.restored["dense/kernel"] == "dense/kernel/ExponentialMovingAverage"


@pytest.mark.parametrize("format", ["v2", "v1"])
@pytest.mark.parametrize("parts", [None, 2, 5])
def test_partitioned_variables_in_the_file_in_the_graph_or_both(written, format, parts):
    """The file has 3 parts; the graph has none, 2 or 5."""
    with tf.Graph().as_default(), v1.Session() as session:
        with v1.variable_scope("cut", partitioner=v1.fixed_size_partitioner(parts) if parts else None):
            variable = v1.get_variable("table", (7, 2))
        report = restore(session, written / format)
        found = session.run(tf.convert_to_tensor(variable))
        assert np.array_equal(found, np.load(written / f"{format}.values.npz")["cut/table"])
        assert set(report.restored.values()) == {"cut/table"} and len(report.restored) == (parts or 1)


def test_a_tf2_object_checkpoint_by_the_names_its_variables_had_in_the_graph(written):
    expected = np.load(written / "keras2.values.npz")
    with graph_of(first__kernel=((4, 3), tf.float32), second__bias=((2,), tf.float32)) as (session, variables):
        report = restore(session, written / "objects")
        assert report.restored["first/kernel"] == "model/layer_with_weights-0/kernel"
        assert np.array_equal(session.run(variables["first__kernel"]), expected["first/kernel"])
        assert np.array_equal(session.run(variables["second__bias"]), expected["second/bias"])


def test_nothing_is_assigned_from_a_broken_checkpoint(saved):
    with open(f"{saved}.data-00000-of-00001", "r+b") as file:
        file.seek(-1, 2)
        file.write(b"!")
    with graph_of(**MODEL) as (session, variables):
        with pytest.raises(CorruptCheckpoint, match="tensor 'words': checksum"):
            restore(session, saved)
        assert session.run(variables["dense__bias"]).tolist() == [0, 0, 0]


def test_variables_that_start_from_one_tensor_get_their_own_values(saved):
    with tf.Graph().as_default(), v1.Session() as session:
        start = tf.zeros((2, 3))
        one, two = v1.Variable(start, name="dense/kernel"), v1.Variable(start, name="dense/kernel/ExponentialMovingAverage")
        restore(session, saved)
        assert session.run(one).tolist() == VALUES["dense/kernel"].tolist() and (session.run(two) == 5).all()


def test_without_a_session_variables_have_to_be_given(saved):
    with pytest.raises(CheckpointError, match="say which variables"):
        restore(None, saved)
