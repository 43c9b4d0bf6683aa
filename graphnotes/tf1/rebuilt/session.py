"""`Session.run` by plans: see `graphnotes.tf1.fastpath`."""

from __future__ import annotations

import os
from collections import OrderedDict

from graphnotes.tf1.fastpath import merging
from graphnotes.tf1.fastpath.plan import NotCovered, Plan
from graphnotes.tf1.fastpath.shape import of_fetches
from graphnotes.tf1.rebuilt import rebuild

_REMEMBERED = 256  # call shapes per session
_off = os.environ.get("GRAPHNOTES_FAST", "1") == "0"


@rebuild("tensorflow.python.client.session", "BaseSession.run")
def run(self, fetches, feed_dict=None, options=None, run_metadata=None):
    """`tf.Session.run`: what a call of the same shape worked out before is not worked out again."""
    if _off or (options is not None and options.ByteSize()):
        return run.original(self, fetches, feed_dict, options, run_metadata)
    held = []
    shape = of_fetches(fetches, held)
    if feed_dict:
        if type(feed_dict) is not dict:
            return run.original(self, fetches, feed_dict, options, run_metadata)
        shape = (shape, *map(id, feed_dict))
    known = self.__dict__.get("_graphnotes_plans")
    if known is None:
        known = self.__dict__.setdefault("_graphnotes_plans", OrderedDict())
    plan = known.get(shape)
    if plan.__class__ is not Plan:
        plan = _meet(self, known, shape, plan, held, fetches, feed_dict)
    if plan is None or self._closed or plan.epoch != getattr(self._graph, "_graphnotes_epoch", 0):
        if plan is not None and not self._closed:
            known.pop(shape, None)
        return run.original(self, fetches, feed_dict, options, run_metadata)
    try:
        return plan.run(self, feed_dict.values() if feed_dict else ())
    except NotCovered:
        return run.original(self, fetches, feed_dict, options, run_metadata)


@rebuild("tensorflow.python.client.session", "BaseSession._extend_graph")
def extend_graph(self):
    """What a session does before it runs nodes it doesn't know yet."""
    if not _off and merging.waits(self._graph):
        with self._graph._session_run_lock():
            merging.move_shapes(self._graph)
    return extend_graph.original(self)


class _Once:
    """A call shape seen once: the second call makes a plan of it, if it can."""

    def __init__(self, held: tuple) -> None:
        self.held, self.hopeless = held, False


def _meet(session, known: OrderedDict, shape: object, met: _Once | None, held: list, fetches, feed_dict) -> Plan | None:
    """The plan for a call shape that has none yet; None while TensorFlow's own way serves it."""
    if shape is None or (type(shape) is tuple and shape[0] is None) or session._target or session._closed:
        return None
    keys = tuple(feed_dict) if feed_dict else ()
    if met is None:
        while len(known) >= _REMEMBERED:
            known.popitem(last=False)
        known[shape] = _Once((held, keys))
        return None
    if met.hopeless:
        return None
    try:
        plan = known[shape] = Plan(session, fetches, keys, held)
    except Exception:  # noqa: BLE001 - whatever is wrong with this call, TensorFlow's own path says it
        met.hopeless = True
        return None
    return plan


@rebuild("tensorflow.python.framework.tensor", "Tensor.set_shape")
def set_shape(self, shape):
    """`Tensor.set_shape`: plans that check feeds against the old shape are no longer used."""
    graph = self.graph
    graph._graphnotes_epoch = getattr(graph, "_graphnotes_epoch", 0) + 1
    return set_shape.original(self, shape)
