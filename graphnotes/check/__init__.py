"""What of some code will run, said without running it: no TensorFlow is imported.

Source: the recorded API of TensorFlow 1.15.5, the overrides of `graphnotes.tf1` read from their files, and the companions'
lists of names. `check` says of a symbol what `graphnotes run` would do with it.
"""

from graphnotes.check.findings import LONG_TAIL, NOT_SUPPORTED, RESTORED, SAME, Finding
from graphnotes.check.program import check_paths, check_source

__all__ = ["LONG_TAIL", "NOT_SUPPORTED", "RESTORED", "SAME", "Finding", "check_paths", "check_source"]
