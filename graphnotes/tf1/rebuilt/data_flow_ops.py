"""First-in-first-out queues stand wherever the program is: on no device of their own, and inside its control flow."""

from __future__ import annotations

from tensorflow.python.ops import data_flow_ops, gen_data_flow_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.data_flow_ops", "FIFOQueue.__init__")
def fifo_queue(self, capacity, dtypes, shapes=None, names=None, shared_name=None, name="fifo_queue"):
    dtypes = data_flow_ops._as_type_list(dtypes)
    shapes = data_flow_ops._as_shape_list(shapes, dtypes)
    names = data_flow_ops._as_name_list(names, dtypes)
    queue = gen_data_flow_ops.fifo_queue_v2(
        component_types=dtypes,
        shapes=shapes,
        capacity=capacity,
        shared_name=data_flow_ops._shared_name(shared_name),
        name=name,
    )
    data_flow_ops.QueueBase.__init__(self, dtypes, shapes, names, queue)
