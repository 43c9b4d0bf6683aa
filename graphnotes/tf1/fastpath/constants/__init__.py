"""Tensors that follow from the feeds' shapes, given to the runtime instead of computed in every step.

In 1.15's gradients of a graph with a placeholder of unknown batch size, a third of the nodes work out shapes: what to sum
over, how often to tile, what to divide a mean by. For a call that is made again and again with feeds of the same shapes
those tensors are the same every time. They are found (`cut.py`), computed once by the same kernels in a session of their own
(`rehearsal.py`), and from then on fed, if that turns out to be faster (`choice.py`).

The bits stay the same, as the kernels that compute numbers do: the graphs that the runtime makes of both calls, after its
optimizations, are compared node by node, and unless all that is left is found in the usual one the call stays as it was.
No node is added to any graph.
"""
