"""`Session.run` without the work that is the same every time.

A training loop calls `run` with the same fetches and the same feed keys again and again. The second time a call shape is
seen, what TensorFlow works out in every call (names, fetch structure, dtypes, targets) is kept as a `Plan`, served by a
callable of the runtime. Whatever a plan does not cover goes TensorFlow's own way, which also raises every error.

`GRAPHNOTES_FAST=0` in the environment turns this off.
"""
