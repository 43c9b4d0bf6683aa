"""The TF1 note's programs under `graphnotes run`: what the note prints comes out.

Seeded runs are compared with what TensorFlow 1.15.5 gave (tests/data/programs).
"""

import gzip
import json
import re
import shutil

import numpy as np
import pytest
from PIL import Image

from tests.legacy_examples.conftest import EXAMPLES

RECORDED = EXAMPLES.parent / "tests" / "data" / "programs"
SEEDED = "input_data.read_data_sets('./', one_hot=True, seed=20171); tf.set_random_seed(20171)"
UNSEEDED = "input_data.read_data_sets('./', one_hot=True)"
EXTRACTING = [
    f"Extracting ./{name}-ubyte.gz"
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
]


def recorded(name):
    return json.loads(gzip.decompress((RECORDED / f"{name}.json.gz").read_bytes()))


def numbers(text):
    return np.array([float(n) for n in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)], np.float32)


def lines(text):
    """The lines of printed arrays, however they were indented and spaced."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("script", sorted(p.name for p in EXAMPLES.glob("*.py") if p.name != "make_picture.py"))
def test_the_scripts_know_nothing_of_graphnotes(script):
    assert "graphnotes" not in (EXAMPLES / script).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "script, printed",
    [
        ("relu.py", "[0. 2.]\n"),
        ("relu6.py", "[0. 6.]\n"),
        (
            "tanh.py",
            "[[0.7615942 0.9640276]\n [0.7615942 0.9640276]\n [0.7615942 0.9640276]]\n",
        ),
        ("max_pool.py", "[[6. 8.]\n [3. 4.]]\n[[7. 8.]\n [7. 8.]]\n"),
    ],
)
def test_prints_what_the_note_prints(run_example, script, printed):
    assert run_example(script) == printed


@pytest.mark.parametrize(
    "script, printed",
    [
        ("softplus.py", "[ 0.31326166 12.000006  ]"),
        ("sigmoid.py", "[[0.7310586 0.880797 ]\n [0.7310586 0.880797 ]\n [0.7310586 0.880797 ]]"),
    ],
)
def test_prints_the_notes_numbers_but_for_the_last_bit(run_example, script, printed):
    """Today's kernels round log(1 + exp(-1)) and 1 / (1 + exp(-2)) to the other neighbouring float32; `--exact` has the note's."""
    found = run_example(script)
    np.testing.assert_array_max_ulp(numbers(found), numbers(printed), maxulp=1)
    assert found.count("\n") == printed.count("\n") + 1
    assert run_example(script, options=["--exact"]) == printed + "\n"


def test_dropout_keeps_the_shape_and_doubles_what_it_keeps(run_example):
    shape, *drawn = run_example("dropout.py").splitlines()
    assert shape == "(2, 1, 1, 6)"
    values = numbers("\n".join(drawn)).reshape(2, 12)
    a = np.array([-1, 2, 3, 4, 5, 2, 2, 2, 2, 3, 3, 4], np.float32)
    assert np.all((values == 0) | (values == 2 * a))
    assert np.signbit(values[:, 0]).all(), "a dropped -1 is -0, as 1.15 printed it"


def test_bias_add_refuses_what_add_stretches(run_example):
    printed = lines(run_example("bias_add.py"))
    assert printed[:3] == ["[[3. 3.]", "[3. 3.]", "[3. 3.]]"]
    assert printed[3].startswith("bias_add(a, c) failed: Dimensions must be equal, but are 2 and 1")
    assert printed[4:] == ["[[2. 3.]", "[2. 3.]", "[2. 3.]]"]


@pytest.mark.parametrize(
    "script, kernel",
    [
        ("image_filter_mean.py", np.full((3, 3), 1 / 9)),
        ("image_filter_gaussian.py", np.outer([1, 2, 1], [1, 2, 1]) / 16),
        ("image_filter_grey.py", np.outer([1, 2, 1], [1, 2, 1]) / 16),
    ],
)
def test_image_filters(run_example, tmp_path, script, kernel):
    shutil.copy(EXAMPLES / "欧式.jpg", tmp_path)
    printed = run_example(script, edits={"    print(pic4.shape)\n": "    print(pic4.shape)\n    np.save('pic4.npy', pic4)\n"})
    assert printed == "(3, 582, 1024, 1)\n"
    filtered = np.load(tmp_path / "pic4.npy").transpose([3, 1, 2, 0])[0]
    with Image.open(EXAMPLES / "欧式.jpg") as picture:
        padded = np.pad(np.asarray(picture).astype(float), ((1, 1), (1, 1), (0, 0)))
    expected = sum(kernel[y, x] * padded[y : y + 582, x : x + 1024] for y in range(3) for x in range(3))
    np.testing.assert_allclose(filtered, expected, atol=1e-3)
    figures = sorted((tmp_path / f"{script[:-3]}_figures").iterdir())
    assert [f.name for f in figures] == ["figure-1.png", "figure-2.png"]
    before, after = (np.asarray(Image.open(f).convert("RGB")).astype(float) for f in figures)
    colourful = [np.ptp(picture, axis=-1).max() for picture in (before, after)]
    assert colourful[0] > 100
    assert (colourful[1] == 0) == (script == "image_filter_grey.py")


def test_the_picture_is_the_one_the_note_reads():
    with Image.open(EXAMPLES / "欧式.jpg") as picture:
        assert (picture.size, picture.mode, picture.format) == ((1024, 582), "RGB", "JPEG")


def test_softmax_trains_saves_restores_and_predicts(run_example, tmp_path):
    printed = run_example("mnist_softmax.py").splitlines()
    assert printed[:4] == EXTRACTING
    epochs = [re.fullmatch(r"Epoch: (\d{4}) cost= (0\.\d{9}|1\.\d{9})", line) for line in printed[4:29]]
    assert [int(e[1]) for e in epochs] == list(range(1, 26))
    costs = [float(e[2]) for e in epochs]
    assert costs == sorted(costs, reverse=True)
    noted = [float(line.split()[-1]) for line in recorded("note_runs")["softmax_note_run"]["stdout_lines"][:25]]
    np.testing.assert_allclose(costs, noted, atol=0.002)  # another order of batches moves them less than that
    assert printed[29] == "Optimization Finished!"
    accuracy, *digits, counted = printed[30:]
    assert float(accuracy) == pytest.approx(0.889, abs=0.003)
    assert float(counted) == pytest.approx(float(accuracy), abs=1e-6)
    predicted, true = numbers(" ".join(digits)).astype(int).reshape(2, 100)
    assert true[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.mean(predicted == true) > 0.85
    assert (tmp_path / "model" / "estimator-549.index").exists()


def nodes(facts):
    """The recorded graph as the names and types of its nodes, in the order in which they were made."""
    return [[node["name"], node["op"]] for node in facts["graph"]]


PRINT_NODES = "print('nodes', json.dumps([[o.name, o.type] for o in tf.get_default_graph().get_operations()]))"


def printed_nodes(printed):
    (found,) = [line for line in printed.splitlines() if line.startswith("nodes ")]
    return json.loads(found.removeprefix("nodes "))


def test_softmax_with_a_seed_has_the_nodes_and_costs_of_1_15(run_example):
    printed = run_example(
        "mnist_softmax.py",
        edits={
            UNSEEDED: SEEDED,
            "range(25)": "range(2)",
            "            avg_cost += c": "            print('cost', repr(float(c)))\n            avg_cost += c",
            '    print("Optimization Finished!")': f"    import json; {PRINT_NODES}",
        },
    )
    facts = recorded("softmax")
    made = nodes(facts)
    assert printed_nodes(printed) == made[: 1 + made.index(["init", "NoOp"])]
    costs = [float(line.split()[1]) for line in printed.splitlines() if line.startswith("cost ")]
    np.testing.assert_allclose(costs[:550], facts["cost_per_step_epoch1"], rtol=1e-5)
    averages = [float(line.split()[-1]) for line in printed.splitlines() if line.startswith("Epoch")]
    np.testing.assert_allclose(averages, facts["avg_cost"][:2], rtol=1e-5)


def test_cnn_with_a_seed_has_the_nodes_seeds_and_first_costs_of_1_15(run_example):
    step = "train_step.run(feed_dict={x: batch[0], y: batch[1], keep_prob: 0.5})"
    printed = run_example(
        "mnist_cnn.py",
        "10",
        edits={
            UNSEEDED: SEEDED,
            step: "print('cost', sess.run([cost, train_step], {x: batch[0], y: batch[1], keep_prob: 1.0})[0])",
            "mnist.test.images, y: mnist.test.labels,": "mnist.test.images[:100], y: mnist.test.labels[:100],",
            "    sess.run(tf.initialize_all_variables())": f"    import json; {PRINT_NODES}\n"
            "    sess.run(tf.initialize_all_variables())",
            "    for i in range(steps):": "    for op in tf.get_default_graph().get_operations():\n"
            "        if op.type.startswith('Random'):\n"
            "            print('seeds', op.name, op.get_attr('seed'), op.get_attr('seed2'))\n"
            "    for i in range(steps):",
        },
    )
    facts = recorded("cnn_no_dropout")
    assert printed_nodes(printed) == nodes(facts)
    printed = printed.splitlines()
    seeds = [line.split()[1:] for line in printed if line.startswith("seeds ")]
    assert seeds == [[n["name"], str(n["seed"]), str(n["seed2"])] for n in facts["graph"] if "seed" in n]
    costs = [float(line.split()[1]) for line in printed if line.startswith("cost ")]
    np.testing.assert_allclose(costs, facts["cost"][:10], rtol=1e-3)


def test_the_cnn_with_its_pieces_imported_instead_of_defined(run_example):
    source = (EXAMPLES / "mnist_cnn.py").read_text(encoding="utf-8")
    start, end = source.index("def weight_variable"), source.index("# First layer")
    printed = run_example(
        "mnist_cnn.py",
        "1",
        edits={
            source[start:end]: "from graphnotes import bias_variable, conv2d, max_pool_2x2, weight_variable\n",
            UNSEEDED: SEEDED,
            "    sess.run(tf.initialize_all_variables())": f"    import json; {PRINT_NODES}\n"
            "    sess.run(tf.initialize_all_variables())",
            "mnist.test.images, y: mnist.test.labels,": "mnist.test.images[:100], y: mnist.test.labels[:100],",
        },
    )
    assert printed_nodes(printed) == nodes(recorded("cnn_no_dropout"))
    assert "test accuracy" in printed


def test_cnn_learns_and_reports_as_the_note_does(run_example):
    printed = run_example("mnist_cnn.py", "101").splitlines()
    assert printed[:4] == EXTRACTING
    assert re.fullmatch(r"step 0, training accuracy 0(\.\d+)?", printed[4])
    assert re.fullmatch(r"step 100, training accuracy (0\.\d+|1)", printed[5])
    assert re.fullmatch(r"test accuracy 0\.\d+", printed[6])
    assert len(printed) == 7
    assert float(printed[6].split()[-1]) > 0.7


def test_the_notes_cells_run_as_they_stand_one_after_another(run_example, tmp_path):
    shutil.copy(EXAMPLES / "欧式.jpg", tmp_path)
    printed = run_example("notebook_cells.py", edits={"range(25)": "range(1)", "range(20000)": "range(3)"})
    assert printed.startswith("(3, 582, 1024, 1)\n[0. 2.]\n[0. 6.]\n[ 0.31326")
    assert "Optimization Finished!\n" in printed
    assert re.search(r"step 0, training accuracy \S+\ntest accuracy \S+\n$", printed)


@pytest.mark.slow
def test_cnn_as_documented_20000_steps(run_example):
    printed = run_example("mnist_cnn.py").splitlines()
    assert sum(line.startswith("step ") for line in printed) == 200
    noted = float(recorded("note_runs")["cnn_note_run"]["last_line"].split()[-1])
    assert float(printed[-1].split()[-1]) == pytest.approx(noted, abs=0.004)  # its weights are unseeded
