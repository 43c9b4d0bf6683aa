"""Arrays that the probes work on: always the same."""

import numpy as np

_random = np.random.RandomState(0)
X = _random.randn(6, 5).astype("f")
IM = _random.rand(2, 9, 7, 3).astype("f")  # two images
U8 = (_random.rand(16, 16, 3) * 255).astype("u1")
A = _random.randn(4, 4).astype("f")
S = A @ A.T + np.eye(4, dtype="f")  # symmetric, positive
XN = X.copy()
XN[0, 0], XN[1, 1] = np.nan, np.inf
