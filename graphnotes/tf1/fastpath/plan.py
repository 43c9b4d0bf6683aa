"""A plan: one call shape, resolved once and kept as a callable of the runtime."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from numpy import ndarray
from tensorflow.core.protobuf import config_pb2
from tensorflow.python.client import pywrap_tf_session as runtime
from tensorflow.python.client import session as tf_session
from tensorflow.python.framework import errors

from graphnotes.tf1.fastpath.by_shapes import ByShapes
from graphnotes.tf1.fastpath.constants.choice import Constants, worth_trying
from graphnotes.tf1.fastpath.feed import Feed
from graphnotes.tf1.fastpath.threads import Threads
from graphnotes.tf1.fastpath.unrolling.choice import Unrolling, has_loop


class Plan:
    """Runs one call shape; holds the graph elements it names, but not the session."""

    def __init__(self, session, fetches: object, feed_keys: tuple, held: list) -> None:
        """Raises whatever TensorFlow raises for these fetches; ValueError for what plans do not cover."""
        graph = session.graph
        self.held = (held, feed_keys)
        self.epoch = getattr(graph, "_graphnotes_epoch", 0)
        self.feeds = [Feed(_feedable(graph, key)) for key in feed_keys]
        handler = tf_session._FetchHandler(graph, fetches, {feed.tensor.ref(): None for feed in self.feeds})
        if handler._fetch_handles or len(handler.fetches()) != len(handler._fetches):
            raise ValueError("a fetch is fed or is a handle")
        self.targets = [op.name for op in handler.targets()]
        self.fetches = [tensor.name for tensor in handler.fetches()]
        if not self.targets and not self.fetches:
            raise ValueError("nothing to run")
        self.results = _results(fetches, handler)
        elements = [*handler.targets(), *(tensor.op for tensor in handler.fetches())]
        self.threads = Threads(session, elements, {feed.tensor.op for feed in self.feeds}, self._callable)
        self.by_shapes: ByShapes | None = None
        feeds = [feed.tensor for feed in self.feeds]
        way = Unrolling if has_loop(elements) else Constants if worth_trying(feeds) else None
        if way is not None:
            self.by_shapes = way(feeds, handler.fetches(), handler.targets(), RuntimeCallable, not self.threads.decided)
        self.call: Callable = self.threads.first()

    def _callable(self, session, inter_op_pool: int | None = None) -> RuntimeCallable:
        options = config_pb2.CallableOptions(
            feed=[feed.tensor.name for feed in self.feeds], fetch=self.fetches, target=self.targets
        )
        if inter_op_pool is not None:
            options.run_options.inter_op_thread_pool = inter_op_pool
        return RuntimeCallable(session, options)

    def run(self, session, values) -> object:
        """The results for the feeds' values, in the feeds' order; NotCovered when TensorFlow should take the call."""
        arrays = []
        for feed, value in zip(self.feeds, values):
            array = feed.array(value)
            if array is None:
                raise NotCovered
            arrays.append(array)
        try:
            if self.by_shapes is None:
                got = self.call(session._session, arrays)
            else:
                got = self.by_shapes.run(session, arrays, self.call, self.threads is None or self.threads.decided)
        except errors.OpError as error:
            return session._do_call(_raise, error)
        threads = self.threads
        if threads is not None:
            with threads.lock:
                self.call = threads.next(session)
                if threads.decided:
                    self.threads = None
        # the callable shows the runtime's own memory, which may be a variable's or a constant's: give a copy, as run() does
        return self.results(session, [a.copy() if type(a) is ndarray and a.base is not None else a for a in got])


class NotCovered(Exception):
    """TensorFlow's own path has to take this call."""


class RuntimeCallable:
    """The runtime's own prepared call: feeds in, fetched arrays out, no names looked up."""

    def __init__(self, session, options) -> None:
        session._extend_graph()
        buffer = runtime.TF_NewBufferFromString(options.SerializeToString())
        try:
            self.handle = runtime.TF_SessionMakeCallable(session._session, buffer)
        finally:
            runtime.TF_DeleteBuffer(buffer)
        self._session = weakref.ref(session)

    def __call__(self, session, arrays, run=runtime.TF_SessionRunCallable):
        return run(session, self.handle, arrays, None)

    def __del__(self) -> None:
        session = self._session() if hasattr(self, "_session") else None
        if session is not None and session._session is not None and not session._closed:
            runtime.TF_SessionReleaseCallable(session._session, self.handle)


def _feedable(graph, key):
    tensor = graph.as_graph_element(key, allow_tensor=True, allow_operation=False)
    if tensor.dtype._is_ref_dtype or not graph.is_feedable(tensor):
        raise ValueError("not a plain feed")
    return tensor


def _results(fetches: object, handler) -> Callable:
    """What makes `run`'s return value of the runtime's list of arrays."""
    is_op = handler._ops
    plain = type(handler._fetch_mapper)
    if plain is tf_session._ElementFetchMapper and type(fetches) is not str and len(is_op) == 1:
        mapper = handler._fetch_mapper
        if is_op[0]:
            return lambda session, values: None
        if mapper._contraction_fn([_MARK]) is _MARK:
            return lambda session, values: values[0]
    elif plain is tf_session._ListFetchMapper and type(fetches) in (list, tuple):
        order = _flat_order(handler)
        if order is not None:
            if type(fetches) is list:
                return lambda session, values: [None if i is None else values[i] for i in order]
            return lambda session, values: tuple([None if i is None else values[i] for i in order])
    return handler.build_results


_MARK = object()


def _flat_order(handler) -> list[int | None] | None:
    """For a flat list of plain fetches: for each its place among the fetched arrays, None for an operation."""
    place, places = 0, []
    for is_op in handler._ops:
        places.append(None if is_op else place)
        place += not is_op
    order = []
    for mapper, indices in zip(handler._fetch_mapper._mappers, handler._fetch_mapper._value_indices):
        if type(mapper) is not tf_session._ElementFetchMapper or len(indices) != 1:
            return None
        if places[indices[0]] is not None and mapper._contraction_fn([_MARK]) is not _MARK:
            return None
        order.append(places[indices[0]])
    return order


def _raise(error: Exception) -> None:
    raise error
