"""`build` of recurrent cells without weights of their own: its argument, which it ignores, was called `_`."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


def _builds(module: str, owner: str) -> None:
    @rebuild(f"tf_keras.src.layers.rnn.{module}", f"{owner}.build")
    def build(self, _):
        return build.original(self, _)


_builds("legacy_cells", "RNNCell")
_builds("legacy_cell_wrappers", "DropoutWrapper")
