"""The training loop of a static graph: feed, run, report."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from graphnotes.feeding.errors import FeedError
from graphnotes.feeding.history import History
from graphnotes.feeding.interrupt import Interrupt
from graphnotes.feeding.progress import Progress, progress, say


def train(
    sess: Any,
    step: Any,
    batches: Iterable[Mapping[Any, Any]],
    fetches: Mapping[str, Any] | Sequence[Any] | Any = None,
    every: int = 100,
    *,
    fetch_feed: Mapping[Any, Any] | None = None,
    saver: Any = None,
    checkpoint: str | os.PathLike | None = "interrupted/model.ckpt",
    show: bool = True,
) -> History:
    """Run `step` once per batch, until there are no more.

    Progress goes to standard error: on a terminal a bar with rate, time left and the values fetched last; otherwise a
    line each time values are fetched.

    Ctrl-C ends the loop after the present step: variables are saved as `checkpoint`-STEP, the position in the data beside
    it as `checkpoint`-STEP.position.json if `batches` has one, and a line says so. A second Ctrl-C stops at once.

    Args:
        sess: a session with its variables initialized.
        step: an operation (or several) that does one training step.
        batches: feed dicts; from `batches({placeholder: array}, ...)`, `prefetched(...)`, or your own.
        fetches: a dict {name: tensor}, tensors, or one tensor, whose values are kept at steps 0, `every`,
            2 `every` ... Steps count from 0, or on from the position that `batches` started at.
        every: how often.
        fetch_feed: None: values are fetched in the same run as the step, from the same batch. Otherwise in a run of their
            own before it, with these entries in place of the batch's: {keep_prob: 1.0}.
        saver: the tf.train.Saver for the checkpoint; None takes the graph's (collection SAVERS) or makes one.
        checkpoint: path prefix for it; None: nothing is saved.
        show: whether to show progress.

    Returns:
        The history of the fetched values.

    Raises:
        FeedError: a batch isn't a feed dict.
        Whatever `sess.run` and `batches` raise.
    """
    if every < 1:
        raise ValueError(f"every must be at least 1, got {every}")
    named = _named(fetches)
    history = History(values={name: [] for name in named})
    history.done = first = getattr(getattr(batches, "position", None), "step", 0)
    started = time.monotonic()
    with progress(first, _count(batches), show) as shown, Interrupt() as interrupt:
        for feed in batches:
            if not isinstance(feed, Mapping):
                raise FeedError(
                    f"train() needs feed dicts, got a batch of type {type(feed).__name__}: make batches of a dict {{placeholder: array}}"
                )
            if named and history.done % every == 0:
                _keep(history, shown, _step(sess, step, feed, named, fetch_feed))
            else:
                sess.run(step, feed)
            history.done += 1
            shown.advance(history.done)
            if interrupt.asked:
                break
    history.seconds = time.monotonic() - started
    history.interrupted = interrupt.asked
    if history.interrupted:
        _leave_checkpoint(sess, saver, checkpoint, history, getattr(batches, "position", None))
    return history


def _named(fetches: Any) -> dict[str, Any]:
    if fetches is None:
        return {}
    if isinstance(fetches, Mapping):
        return dict(fetches)
    tensors = fetches if isinstance(fetches, (tuple, list)) else [fetches]
    return {tensor.op.name: tensor for tensor in tensors}


def _count(batches: Iterable) -> int | None:
    try:
        return len(batches)
    except TypeError:
        return None


def _step(sess: Any, step: Any, feed: Mapping, named: dict[str, Any], fetch_feed: Mapping | None) -> dict[str, Any]:
    """Do one step; gives the fetched values."""
    if fetch_feed is None:
        return sess.run([named, step], feed)[0]
    values = sess.run(named, {**feed, **fetch_feed})
    sess.run(step, feed)
    return values


def _keep(history: History, shown: Progress, values: dict[str, Any]) -> None:
    history.steps.append(history.done)
    for name, value in values.items():
        history.values[name].append(value)
    shown.values(history.done, {name: value for name, value in values.items() if np.ndim(value) == 0})


def _leave_checkpoint(sess: Any, saver: Any, checkpoint: Any, history: History, position: Any) -> None:
    if checkpoint is None:
        say(f"stopped after step {history.done}; nothing was saved (checkpoint=None)")
        return
    import tensorflow as tf

    if saver is None:
        saver = next(iter(sess.graph.get_collection(tf.compat.v1.GraphKeys.SAVERS)), None)
    if saver is None:
        with sess.graph.as_default():
            saver = tf.compat.v1.train.Saver()
    os.makedirs(os.path.dirname(os.path.abspath(checkpoint)), exist_ok=True)
    history.checkpoint = saver.save(sess, os.fspath(checkpoint), global_step=history.done)
    beside = ""
    if position is not None:
        position.save(f"{history.checkpoint}.position.json")
        beside = f", the position in the data to {history.checkpoint}.position.json"
    say(f"stopped after step {history.done}: variables saved to {history.checkpoint}{beside}")
