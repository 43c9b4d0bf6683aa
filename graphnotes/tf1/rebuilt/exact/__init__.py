"""1.15's last digits: elementwise functions computed as 1.15's kernels did, where today's kernels round otherwise.

Loaded only with `GRAPHNOTES_EXACT=1` (`graphnotes run --exact`). A node such as `Sigmoid` is then built, under the name it has, as a
call of a function of plain additions, products and divisions (`formulas`), which every TensorFlow rounds alike. The call has the
node's type, gradient and place in the graph, and what is exported is the plain node again (`calls`).
"""
