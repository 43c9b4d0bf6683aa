"""tensorflow.python.pywrap_tensorflow: bindings that today's module of that name no longer shows."""

from tensorflow.python.client._pywrap_events_writer import EventsWriter

from graphnotes.tf1.overrides.pywrap_tensorflow import NewCheckpointReader

__all__ = ["EventsWriter", "NewCheckpointReader"]
