"""A matplotlib backend for machines without a display: `plt.show()` writes the open figures as PNG and does not block."""

from __future__ import annotations

import os
import sys

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

FOLDER = "GRAPHNOTES_FIGURES"  # environment variable: where the pictures go
_written = 0


def tell(path: str) -> None:
    """Say that there is a picture at `path`."""
    print(f"graphnotes: figure written to {path}", file=sys.stderr)


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """Write every open figure, say where, and close it, as closing its window would have."""
        global _written
        if block is False:  # plt.pause() and plt.ion() animate: only what is shown for good is kept
            return
        folder = os.environ[FOLDER]
        for manager in Gcf.get_all_fig_managers():
            os.makedirs(folder, exist_ok=True)
            _written += 1
            path = os.path.join(folder, f"figure-{_written}.png")
            manager.canvas.figure.savefig(path)
            tell(path)
        Gcf.destroy_all()


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
