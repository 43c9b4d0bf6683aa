"""While loops written out: a loop whose number of turns follows from the shapes of what is fed runs as plain nodes.

A step of a recurrent network runs thousands of tiny kernels, most of which only serve the loop: counters, frames, stacks
that keep values for the gradient, and shapes, worked out anew in every turn. For a call that is made again and again with
feeds of the same shapes, all of that is known beforehand. So the loop is gone through once in Python, as the runtime would
(`trace.py`); what has to be computed from values is drawn into a graph of its own (`sketch.py`), turn after turn, without
loop; those nodes are given to the runtime beside the user's (`hidden.py`, `twin.py`), and serve the call if they turn out to be
faster (`choice.py`). The kernels that compute numbers are the same, on the same inputs, so the bits are the same.

Python's graph stays as the script built it. Whatever doesn't follow from shapes, or isn't understood, leaves the loop as it is.
"""
