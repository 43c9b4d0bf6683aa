"""The tester is tested: each model that is wrong on purpose fails, and fails first at the rung that asks about its mistake."""

import numpy as np
import pytest

from graphnotes import equivalence
from graphnotes.equivalence import ladder
from graphnotes.equivalence.reports.text import as_text
from tests.equivalence import models

MISTAKES = {
    "bias missing": "variables",
    "frozen variable": "variables",
    "initial stddev": "initial",
    "padding": "forward",
    "padding off by one": "forward",
    "leaky relu": "forward",
    "dropout in inference": "forward",
    "axis of the moments": "forward",
    "axis of the softmax": "forward",
    "batch norm epsilon": "forward",
    "batch norm always in training mode": "forward",
    "average pool": "forward",
    "transposed kernel": "forward",
    "keep_prob as rate": "forward",
    "dropout missing": "forward",
    "float16 cast": "forward",
    "label smoothing": "loss",
    "softmax twice": "loss",
    "classes in another order": "loss",
    "labels as integers": "loss",
    "sum instead of mean": "loss",
    "weight decay": "loss",
    "gradient stopped": "gradients",
    "learning rate": "update",
    "beta 1": "update",
    "beta 2": "update",
    "Adam epsilon": "update",
    "Adam epsilon elsewhere": "update",
    "other optimizer": "update",
    "stale batch norm": "training",
    "batch norm momentum": "training",
    "biases decay too": "training",
    "clipping missing": "training",
    "metric": "metric",
}
# the others run with the long tests
QUICK = ("bias missing", "initial stddev", "padding", "batch norm epsilon", "keep_prob as rate", "label smoothing", "gradient stopped")
QUICK += ("learning rate", "Adam epsilon", "stale batch norm", "clipping missing", "metric")
RECURRENT_MISTAKES = {"swapped gates": "forward", "forget bias": "forward", "momentum": "update", "nesterov": "update"}


@pytest.fixture(scope="module")
def convnet():
    old = models.legacy_convnet()
    return old, equivalence.reference(old, models.batches(), 4, models.TRAINING, models.INFERENCE)


@pytest.fixture(scope="module")
def lstm():
    old = models.legacy_lstm()
    return old, equivalence.reference(old, models.sequences(), 4)


def new_convnet(mistake="", **options):
    model = models.ConvNet(mistake, **options)
    return equivalence.tf2(model, names=model.names())


@pytest.mark.parametrize(("mistake", "rung"), [pytest.param(m, r, marks=() if m in QUICK else pytest.mark.slow) for m, r in MISTAKES.items()])
def test_convnet(convnet, mistake, rung):
    old, trace = convnet
    result = equivalence.compare(trace, new_convnet(mistake), old_side=old)
    assert not result.equal
    assert result.failed[0].name == rung, as_text(result)


@pytest.mark.slow
@pytest.mark.parametrize(("mistake", "rung"), RECURRENT_MISTAKES.items())
def test_lstm(lstm, mistake, rung):
    old, trace = lstm
    result = equivalence.compare(trace, equivalence.tf2(models.LSTM(mistake)), old_side=old)
    assert result.failed[0].name == rung, as_text(result)


@pytest.mark.slow
def test_a_schedule_off_by_one_step():
    old = models.legacy_decayed()
    trace = equivalence.reference(old, models.lines(), 4)
    right = equivalence.compare(trace, equivalence.tf2(models.Decayed()), old_side=old)
    assert right.equal, as_text(right, everything=True)
    assert equivalence.compare(trace, equivalence.tf2(models.Decayed(ahead=1)), old_side=old).failed[0].name == "update"


def test_the_metric_is_asked_of_olds_trained_weights(convnet):
    """Whether or not the checkpoint rung is climbed in between, and whatever NEW's own training came to."""
    old, trace = convnet
    without = equivalence.record(old, models.batches(), 4, models.TRAINING, models.INFERENCE, ("training", "metric"), replay=trace)
    assert without.arrays["metric/metric"] == trace.arrays["metric/metric"]
    old.reset()
    old.load(trace.under("training/weights"))
    asked = {**trace.batches()[0], **models.INFERENCE}
    assert trace.arrays["metric/metric"] == old.metric(asked)
    result = equivalence.compare(trace, new_convnet("clipping missing"), old_side=old)
    assert {r.name: r.status for r in result.rungs}["metric"] == "passed"


def test_wrong_data_order(convnet):
    _, trace = convnet
    model = models.ConvNet()
    own = models.batches()
    shuffled = [own[0], own[2], own[1], *own[3:]]
    result = equivalence.compare(trace, equivalence.tf2(model, names=model.names(), batches=shuffled))
    assert [r.name for r in result.failed] == ["training"]
    assert "batch 1, argument 'x'" in result.failed[0].note


@pytest.mark.slow
def test_a_wrong_setting_that_both_share_is_caught_by_a_recorded_trace(convnet):
    """Both live programs read the same wrong learning rate and agree; the trace of the program as it was doesn't."""
    _, trace = convnet
    wrong = models.legacy_convnet(learning_rate=0.02)
    agreeing = equivalence.verify(wrong, new_convnet(learning_rate=0.02), models.batches(), 3, models.TRAINING, models.INFERENCE)
    assert agreeing.equal, as_text(agreeing)
    assert equivalence.compare(trace, new_convnet(learning_rate=0.02)).failed[0].name == "update"


def test_right_models_pass(convnet, lstm):
    for (old, trace), new in ((convnet, new_convnet()), (lstm, equivalence.tf2(models.LSTM()))):
        result = equivalence.compare(trace, new, old_side=old)
        assert result.equal, as_text(result, everything=True)
        assert result.divergence is None
        compared = {r.name for r in result.rungs if r.status == "passed"}
        assert {"variables", "initial", "forward", "loss", "gradients", "update", "training", "checkpoint"} <= compared
        slots = {d.old.rpartition("/")[2] for r in result.rungs if r.name == "update" for d in r.tensors if "slot/" in d.old}
        assert slots in ({"m", "v"}, {"accum"})


def test_the_first_differing_operation_is_named_with_both_values(convnet):
    old, trace = convnet
    result = equivalence.compare(trace, new_convnet("average pool"), old_side=old)
    assert "MaxPool" in result.divergence.old
    assert "AvgPool" in result.divergence.new
    assert "models.py" in result.divergence.new  # the line of NEW's source


def test_the_first_differing_training_step_is_named(convnet):
    old, trace = convnet
    result = equivalence.compare(trace, new_convnet("stale batch norm"), old_side=old)
    assert result.divergence.where == "training step 1"
    assert "bn/moving_" in result.divergence.old


@pytest.mark.parametrize("size", [2, 3, 4, 8, 32])
def test_small_random_initial_values_of_one_distribution_are_no_alarm(size):
    generator = np.random.default_rng(size)
    pairs = generator.normal(size=(4000, 2, size)) * 0.1
    assert all(ladder._spread(a, b) <= ladder._spread_limit(size) for a, b in pairs)
    if size >= 32:
        assert ladder._spread(pairs[0, 0], 8 * pairs[0, 1]) > ladder._spread_limit(size)
