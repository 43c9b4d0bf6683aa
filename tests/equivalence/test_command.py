"""`graphnotes verify`: unchanged TF1 scripts against their TensorFlow 2 twins."""

import json
import pathlib
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from graphnotes.cli.verify import command

EXAMPLES = pathlib.Path(__file__).parents[2] / "legacy_examples"
TWIN = f"{EXAMPLES}/tf2/mnist_softmax.py:Softmax"

OLD = '''
import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 1])
w = tf.Variable(tf.truncated_normal([3, 1], stddev=0.5))
prediction = tf.matmul(x, w)
cost = tf.reduce_mean(tf.square(prediction - y))
train = tf.train.AdagradOptimizer(0.1).minimize(cost)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    generator = np.random.RandomState(0)
    for i in range(1000):
        batch = generator.randn(4, 3)
        sess.run([train, cost], {x: batch, y: batch.sum(1, keepdims=True)})
    raise SystemExit("the script should have been stopped")
'''

NEW = '''
import tensorflow as tf


class Model(tf.Module):
    def __init__(self, rate=0.1):
        super().__init__()
        self.w = tf.Variable(tf.random.truncated_normal([3, 1], stddev=0.5))
        self.optimizer = tf.keras.optimizers.Adagrad(rate, epsilon=0.0)

    def __call__(self, x):
        return tf.matmul(x, self.w)

    def loss(self, x, y):
        return tf.reduce_mean(tf.square(self(x) - y))


def other():
    return Model(rate=0.101)
'''


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programs")
    (folder / "old.py").write_text(OLD)
    (folder / "new.py").write_text(NEW)
    result = CliRunner().invoke(command, ["--record", str(folder / "old.npz"), "--steps", "4", "--quick", str(folder / "old.py")])
    assert result.exit_code == 0, result.output
    return folder


def verify(*args):
    return CliRunner().invoke(command, [str(a) for a in args])


def test_an_equal_twin_gives_exit_status_0_and_json(programs):
    result = verify("--format", "json", programs / "old.npz", f"{programs}/new.py:Model")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["equal"] is True
    assert {r["name"]: r["status"] for r in report["rungs"]} == {
        "variables": "passed", "initial": "passed", "forward": "passed", "loss": "passed", "gradients": "passed",
        "update": "passed", "training": "passed", "checkpoint": "passed", "metric": "not compared",
    }  # fmt: skip
    assert [(m["old"], m["new"]) for m in report["mapping"]] == [("Variable", "w")]
    assert len(report["curves"]["old"]) == len(report["curves"]["new"]) == 4


def test_a_different_twin_gives_exit_status_1_and_junit_failures(programs):
    result = verify("--format", "junit", programs / "old.npz", f"{programs}/new.py:other")
    assert result.exit_code == 1, result.output
    suite = ElementTree.fromstring(result.stdout)
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["update", "training"]
    assert suite.get("failures") == "2"
    assert "Variable" in suite.find("testcase[@name='update']/failure").text


def test_only_the_rungs_asked_for(programs):
    result = verify("--rungs", "variables, loss", programs / "old.npz", f"{programs}/new.py:other")
    assert result.exit_code == 0, result.output
    assert "on 2 of 2 rungs" in result.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["one.npz"], "give two programs"),
        (["nowhere.npz", "nowhere.py"], "nowhere.npz"),
        (["nowhere.py", "nowhere.npz"], "nowhere.py: no such file"),
        (["--rungs", "cellar", "a", "b"], "no such rung: cellar"),
        (["{folder}/new.py", "{folder}/new.py:Model"], "without a training step"),
        (["{folder}/old.npz", "{folder}/new.py:Missing"], "has no 'Missing'"),
        (["{folder}/old.py.npz", "{folder}/new.py:Model"], "is not a trace"),
        (["--map", "w", "a", "b"], "not NAME=VALUE"),
    ],
)
def test_wrong_use_gives_exit_status_2_and_one_sentence(programs, args, said):
    (programs / "old.py.npz").write_bytes(b"not a trace")
    result = verify(*(a.format(folder=programs) for a in args))
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


BROKEN = """
import tensorflow as tf


def raises():
    return tf.zeros([2]) @ tf.zeros([3])


def wants(size):
    return size


number = 3
"""


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("new.py:Modle", "has no 'Modle'; did you mean Model?"),
        ("gone.py:Model", "gone.py: no such file"),
        ("no.such.module:Model", "no.such.module: no such module"),
        ("broken.py:raises", "broken.py:raises cannot be built (it is called without arguments): InvalidArgumentError at broken.py line 6"),
        ("broken.py:wants", "missing 1 required positional argument: 'size'"),
        ("broken.py:number", "broken.py:number is int, neither a model nor"),
        ("syntax.py:Model", "syntax.py cannot be imported: SyntaxError"),
    ],
)
def test_new_is_opened_before_old_runs(programs, new, said):
    """OLD would run for an hour: what is wrong with NEW is told before."""
    (programs / "forever.py").write_text(f"open({str(programs / 'ran')!r}, 'w')\nimport time\ntime.sleep(3600)\n")
    (programs / "broken.py").write_text(BROKEN)
    (programs / "syntax.py").write_text("def (")
    where = f"{programs}/{new}" if ".py:" in new else new
    result = verify(programs / "forever.py", where)
    assert result.exit_code == 2, result.output
    assert said in result.stderr.replace("\n", " ")
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--map", "Variable=v"], "--map Variable=v: NEW has no variable 'v'; it has w"),
        (["--map", "weights=w"], "--map weights=w: OLD has no variable 'weights'; it has Variable"),
        (["--inference", "keep_prob=all"], "'all' is not a number"),
        (["--inference", "keepprob=1"], "--inference keepprob=1: there is no argument 'keepprob'; there are "),
        (["--rename", "images=x"], "--rename images=x: there is no argument 'images'; there are "),
        (["--report", "{folder}/no/folder/report.html"], "its folder doesn't exist"),
        (["--report", "/proc/report.html"], "/proc/report.html cannot be written: "),
        (["--steps", "0"], "0 is not in the range"),
        (["--rungs", "forward,,loss"], "no such rung: ''"),
        (["--rungs", ""], "no such rung: ''"),
        (["--feed", "x=Placeholder:0", "--loss", "Mean:0"], "--feed, --loss: names tensors of a checkpoint or SavedModel; "),
    ],
)
def test_wrong_options_are_told_before_anything_runs(programs, args, said):
    result = verify(*(a.format(folder=programs) for a in args), programs / "old.npz", f"{programs}/new.py:Model")
    assert result.exit_code == 2, result.output
    assert said in result.stderr


ENDED = {
    "raises.py": ("import tensorflow as tf\nx = tf.placeholder(tf.float32)\nraise OSError('no data\\nat all')\n", "raises.py: OSError at raises.py line 3: no data"),
    "exits.py": ("raise SystemExit('usage: exits.py DATA')\n", "exits.py: usage: exits.py DATA"),
    "no_python.py": ("def (\n", "no_python.py, line 1: invalid syntax"),
}


@pytest.mark.slow
@pytest.mark.parametrize("script", ENDED)
def test_how_the_old_script_ended_is_told_with_its_line(programs, script):
    code, said = ENDED[script]
    (programs / script).write_text(code)
    result = verify(programs / script, f"{programs}/new.py:Model")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output and "graphnotes" not in result.output


RAISES = """
from new import Model


class Loud(Model):
    def __call__(self, x):
        raise ArithmeticError("no outputs today")
"""


def test_what_new_raises_is_a_failed_rung_with_its_line(programs):
    (programs / "loud.py").write_text(RAISES)
    result = verify("--report", programs / "loud.html", programs / "old.npz", f"{programs}/loud.py:Loud")
    assert result.exit_code == 1, result.output
    assert "✗ forward    failed: NEW raised ArithmeticError at loud.py line 7: no outputs today" in result.stdout
    assert not list(programs.glob("*.part"))
    assert "no outputs today" in (programs / "loud.html").read_text()


def test_a_placeholder_left_out_is_named_with_the_option_that_gives_it(programs):
    cnn = pathlib.Path(__file__).parents[2] / "checkpoints/cnn"
    result = verify("--feed", "x=Placeholder:0", "--output", "Softmax:0", cnn, f"{programs}/new.py:Model")
    assert result.exit_code == 2, result.output
    assert "isn't fed; name it with --feed NAME=Placeholder_2:0" in result.stderr


def test_help_needs_no_tensorflow():
    code = "import sys; from graphnotes.cli.verify import command; command(['--help'], standalone_mode=False); assert 'tensorflow' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.slow
def test_the_notes_softmax_and_its_twin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = verify("--steps", "20", EXAMPLES / "mnist_softmax.py", TWIN)
    assert result.exit_code == 0, result.output
    assert "oneDNN switched" in result.stdout
