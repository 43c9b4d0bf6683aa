"""What a session says about a fetch that isn't one."""

from __future__ import annotations

import re

from graphnotes.tf1.rebuilt import rebuild

_INVALID = re.compile(r"Argument `fetch` = (.*) has invalid type")


@rebuild("tensorflow.python.client.session", "_FetchHandler.__init__")
def fetch_handler(self, graph, fetches, feeds, feed_handles=None):
    """TypeError in 1.15's words for a fetch that is None or of a type that can't be fetched."""
    try:
        fetch_handler.original(self, graph, fetches, feeds, feed_handles)
    except TypeError as error:
        found = _INVALID.match(str(error))
        if found is None:
            raise
        kind = re.search(r'invalid type "?([^".]+)"?', str(error))[1]
        raise TypeError(
            f"Fetch argument {found[1]} has invalid type <class '{kind}'>, must be a string or Tensor. ({error})"
        ) from None
