"""Notebooks of TensorFlow 1: run from the terminal, or in Jupyter with `%load_ext graphnotes` or a kernel of ours.

IPython runs the cells, so magics work; what is ours is that a cell is legacy code, as a script is under `graphnotes run`.
"""
