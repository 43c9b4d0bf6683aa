"""The first operation at which two programs part: found by bisection, the same that looking at every operation finds."""

import numpy as np
import pytest

from graphnotes import equivalence
from graphnotes.equivalence import divergence
from graphnotes.equivalence.side import Operation
from tests.equivalence import models

RUNGS = ("variables", "forward", "loss")


@pytest.fixture(scope="module")
def convnet():
    old = models.legacy_convnet()
    return old, equivalence.reference(old, models.batches(), 1, models.TRAINING, models.INFERENCE, RUNGS)


def one_by_one(ops, others, given):
    """Every operation compared with every value, in order."""
    for number, op in enumerate(ops):
        if op.type not in divergence.MOVES and (op.value.size > 1 or number == len(ops) - 1) and not divergence._occurs(op, others, given):
            return op
    return None


@pytest.mark.parametrize("mistake", ["padding", "axis of the moments", "batch norm epsilon", "average pool", "transposed kernel", "label smoothing"])
def test_bisection_finds_what_looking_at_every_operation_finds(convnet, mistake):
    old, trace = convnet
    model = models.ConvNet(mistake)
    new = equivalence.tf2(model, names=model.names())
    found = equivalence.compare(trace, new, rungs=RUNGS, old_side=old).divergence
    batch = {"training": np.bool_(True), **trace.batches()[0], **models.TRAINING}
    for side in (old, new):
        side.reset()
        side.load(trace.under("initial"))
    theirs, mine = (side.operations(batch, trace.draws("loss")) for side in (old, new))
    given = [np.asarray(v) for v in [*batch.values(), *trace.under("initial").values(), *trace.draws("loss")]]
    wanted = one_by_one(theirs, mine, given)
    assert found.where == wanted.name
    assert found.old.startswith(wanted.type)
    assert "models.py" in found.new
    theirs = old.operations(batch, trace.draws("loss"))
    divergence.first_apart(theirs, mine, given)
    assert sum(op.asked for op in theirs) < len(theirs) / 2


def chain(values, first_wrong=None):
    """Operations one after the other."""

    def add(n, v):
        wrong = first_wrong is not None and n >= first_wrong
        before = frozenset({n - 1} if n else ())
        return Operation("Add", f"add_{n}", "", {}, before, lambda: np.full(3, -v if wrong else v), lambda size: size == 3)

    return [add(n, v) for n, v in enumerate(values)]


def test_a_long_chain_takes_few_looks():
    values = np.arange(1.0, 1001.0) ** 2
    for wrong in (0, 1, 500, 998, 999):
        ops = chain(values, wrong)
        assert divergence.first_apart(ops, chain(values), []).name == f"add_{wrong}"
        assert sum(op.asked for op in ops) <= 12
    assert divergence.first_apart(chain(values), chain(values), []) is None
