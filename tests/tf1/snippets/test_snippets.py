"""Short programs build the nodes that TensorFlow 1.15.5 built, or end in its class of error (recorded from it)."""

import numpy as np
import pytest

from tests.tf1.snippets.observe import observe, recorded, snippets, themes

SLOW = {"control_flow", "keras_layers", "keras_metrics", "keras_training", "random_cases", "whole_programs"}  # in the long run


def _cases():
    for theme in themes():
        expected = recorded(theme)
        marks = [pytest.mark.slow] if theme in SLOW else []
        for name, code in snippets(theme).items():
            yield pytest.param(name, code, expected[name], id=f"{theme}.{name}", marks=marks)


def _assert_close(ours, theirs):
    """Nested values agree within 1e-3 relative (training amplifies rounding), 1e-6 absolute."""
    if isinstance(theirs, dict):
        assert sorted(ours) == sorted(theirs)
        ours, theirs = ([values[key] for key in sorted(theirs)] for values in (ours, theirs))
    if isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs):
            _assert_close(one, other)
    elif isinstance(theirs, float):
        assert ours == pytest.approx(theirs, rel=1e-3, abs=1e-6, nan_ok=True)
    else:
        assert ours == theirs


def _as_specific(ours, theirs):
    """Whether a shape says at least what 1.15's did: today's TensorFlow infers more."""
    if theirs == "<unknown>":
        return True
    ours, theirs = ours.strip("(,)").split(", "), theirs.strip("(,)").split(", ")
    return len(ours) == len(theirs) and all(t in ("?", o) for o, t in zip(ours, theirs))


@pytest.mark.parametrize("name, code, expected", list(_cases()))
def test_snippet(name, code, expected):
    import graphnotes.tf1 as tf

    seen = observe(tf, np, name, code)
    if "error" in expected:
        assert "error" in seen, f"no error; TensorFlow 1.15 raised {expected['error']}"
        kinds, text = seen["error"]
        assert expected["error"] in kinds, f"{kinds[0]}: {text}"
        assert text
        return
    assert "error" not in seen, seen["error"]
    for ours, theirs in zip(seen["nodes"], expected["nodes"]):
        assert ours[:3] == theirs[:3]
        if ours[1] != "FusedBatchNormGradV3":  # what its last outputs reserve has another size today
            assert all(map(_as_specific, ours[3], theirs[3])), ours[0]
        # a Python function's token counts the functions of the process
        known = {k: v for k, v in ours[4].items() if k in theirs[4] and k != "token"}
        assert known == {k: v for k, v in theirs[4].items() if k != "token"}, ours[0]
    assert len(seen["nodes"]) == len(expected["nodes"])
    _assert_close(seen.get("values"), expected.get("values"))


def test_what_is_rebuilt_computes_the_same():
    """The matrix exponential against its series, cosine transforms against their inverse, patches against their places."""
    import graphnotes.tf1 as tf

    random = np.random.RandomState(0)
    matrix, signal = random.rand(2, 3, 3) * 3, random.rand(2, 8)
    with tf.Graph().as_default(), tf.Session() as session:
        series, term = np.eye(3), np.eye(3)
        for i in range(1, 60):
            term = term @ matrix / i
            series = series + term
        np.testing.assert_allclose(session.run(tf.linalg.expm(matrix)), series, rtol=1e-9)
        single = tf.constant(signal, tf.float32)
        there_and_back = tf.signal.idct(tf.signal.dct(single, norm="ortho"), norm="ortho")
        np.testing.assert_allclose(session.run(there_and_back), signal, atol=1e-6)
        frames = tf.reshape(tf.constant(signal), [4, 4])
        added = np.zeros(10)
        for i, frame in enumerate(signal.reshape(4, 4)):
            added[2 * i : 2 * i + 4] += frame
        np.testing.assert_allclose(session.run(tf.signal.overlap_and_add(frames, 2)), added)
        image = tf.constant(random.rand(1, 5, 5, 2))
        patches = tf.image.extract_image_patches(image, [1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
        often = np.outer([1, 2, 2, 2, 1], [1, 2, 2, 2, 1])[None, :, :, None]
        (gradient,) = tf.gradients(tf.square(patches), image)
        values, found = session.run([image, gradient])
        np.testing.assert_allclose(found, 2 * values * often)
