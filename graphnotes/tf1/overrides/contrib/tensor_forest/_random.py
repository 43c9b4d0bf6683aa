"""Random numbers as TensorFlow's kernels draw them: Philox4x32-10 (Salmon et al., 2011), one 32 bit number at a time."""

from __future__ import annotations

import secrets

import numpy as np

_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_KEY_STEPS = 0x9E3779B9, 0xBB67AE85
_LOW, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)
_AT_ONCE = 1024


class Draws:
    """The numbers that follow from `seed`; another stream each time for seed 0."""

    def __init__(self, seed: int) -> None:
        seed = seed or secrets.randbits(64)
        self._keys = [seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF]
        self._blocks = 0
        self._waiting = np.zeros(0, np.uint64)

    def below(self, limits: np.ndarray) -> np.ndarray:
        """A number in [0, limit) for each of `limits` (int64); the low numbers that would favour some are drawn anew."""
        limits = limits.astype(np.uint64).clip(min=1)  # from nothing, 0 is drawn
        unfair = np.where(limits & (limits - 1), _LOW % limits + 1, 0)
        drawn = self._take(len(limits))
        for i in np.flatnonzero(drawn < unfair):  # a handful in 2**32 / limit
            rest = drawn[i + 1 :].copy()
            self._waiting = np.concatenate([rest, self._waiting])
            return np.concatenate([(drawn[:i] % limits[:i]).astype(np.int64), self.below(limits[i:].astype(np.int64))])
        return (drawn % limits).astype(np.int64)

    def _take(self, number: int) -> np.ndarray:
        while len(self._waiting) < number:
            self._waiting = np.concatenate([self._waiting, self._more()])
        taken, self._waiting = self._waiting[:number], self._waiting[number:]
        return taken

    def _more(self) -> np.ndarray:
        a = np.arange(self._blocks, self._blocks + _AT_ONCE, dtype=np.uint64)
        self._blocks += _AT_ONCE
        b, c, d = (np.zeros_like(a) for _ in range(3))
        k0, k1 = self._keys
        for _ in range(10):
            p, q = a * _MULTIPLIERS[0], c * _MULTIPLIERS[1]
            a, b, c, d = (q >> _32) ^ b ^ np.uint64(k0), q & _LOW, (p >> _32) ^ d ^ np.uint64(k1), p & _LOW
            k0, k1 = (k0 + _KEY_STEPS[0]) & 0xFFFFFFFF, (k1 + _KEY_STEPS[1]) & 0xFFFFFFFF
        return np.stack([a, b, c, d], 1).reshape(-1)
