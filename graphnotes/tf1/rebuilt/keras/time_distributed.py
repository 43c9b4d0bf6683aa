"""tf.keras.layers.TimeDistributed: its inner layer sees all steps of all examples as one batch."""

from __future__ import annotations

from tensorflow.python.eager import context
from tensorflow.python.ops import array_ops
from tf_keras.src import backend
from tf_keras.src.utils import generic_utils

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.layers.rnn.time_distributed", "TimeDistributed.call")
def call(self, inputs, training=None, mask=None):
    """Two reshapes around the layer; the sizes behind the steps are those that the layers say they make."""
    shape = None if isinstance(inputs, (list, tuple, dict)) else backend.int_shape(inputs)
    if shape is None or (shape[0] and not self._always_use_reshape):
        return call.original(self, inputs, training=training, mask=mask)
    kwargs = {"training": training} if generic_utils.has_arg(self.layer.call, "training") else {}
    steps = shape[1] or array_ops.shape(inputs)[1]
    merged = array_ops.reshape(inputs, self._get_shape_tuple((-1,), inputs, 2))
    if not context.executing_eagerly():  # a graph keeps its tensors anyway
        self.__dict__.setdefault("_merged_inputs", {})[id(inputs)] = inputs, merged
    if generic_utils.has_arg(self.layer.call, "mask") and mask is not None:
        kwargs["mask"] = backend.reshape(mask, self._get_shape_tuple((-1,), mask, 2))
    made = self.layer(merged, **kwargs)
    sizes = self.compute_output_shape(shape).as_list()[2:]
    return _apart(made, steps, sizes)


@rebuild("tf_keras.src.layers.rnn.time_distributed", "TimeDistributed.compute_mask")
def compute_mask(self, inputs, mask=None):
    """The inner layer's mask, found from the batch that `call` made; none for a batch of known size but the one given."""
    if isinstance(inputs, (list, tuple, dict)):
        return compute_mask.original(self, inputs, mask)
    shape = backend.int_shape(inputs)
    if shape[0]:
        return mask
    inner = None if mask is None else backend.reshape(mask, self._get_shape_tuple((-1,), mask, 2))
    _, merged = self.__dict__.get("_merged_inputs", {}).get(id(inputs), (inputs, inputs))
    made = self.layer.compute_mask(merged, inner)
    if made is None:
        if mask is None:
            return None
        for _ in range(2, len(backend.int_shape(mask))):
            mask = backend.any(mask, axis=-1)
        return mask
    steps = shape[1] or array_ops.shape(inputs)[1]
    known = backend.int_shape(made) or backend.int_shape(mask)
    return _apart(made, steps, list(known[1:]))


def _apart(merged, steps, sizes):
    """[examples x steps, *sizes] as [examples, steps, *sizes]."""
    if None in sizes:
        dynamic = array_ops.shape(merged)
        sizes = [dynamic[1 + i] if size is None else size for i, size in enumerate(sizes)]
    return backend.reshape(merged, (-1, steps, *sizes))
