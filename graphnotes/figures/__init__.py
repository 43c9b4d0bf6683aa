"""The notes' pictures, drawn anew, and the curves of a run.

    from graphnotes import figures
    figures.save(figures.draw("activations", lang="zh"), "activations.png")

Each module here draws some pictures; `PICTURES` lists them all. Only `confusion` needs TensorFlow, and imports it when drawn.
"""

from graphnotes.figures.gallery import NEED_TENSORFLOW, PICTURES, draw
from graphnotes.figures.missing import Missing
from graphnotes.figures.words import font, save

__all__ = ["NEED_TENSORFLOW", "PICTURES", "Missing", "draw", "font", "save"]
