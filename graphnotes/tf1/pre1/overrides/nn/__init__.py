"""tf.nn as it was before 1.0: recurrent networks by their old names, losses with the predictions first."""

from graphnotes.tf1 import root as tf


def _tensor_state(cell, state):
    """Has LSTM cells keep their state in one tensor, as they did until 0.11, where that is what they are given."""
    if isinstance(state, tf.Tensor) and isinstance(cell.state_size, tuple):
        _one_tensor(cell)
    return cell


def _one_tensor(cell):
    for inner in getattr(cell, "_cells", None) or [getattr(cell, "_cell", None)]:
        if inner is not None:
            _one_tensor(inner)
    if hasattr(cell, "_state_is_tuple"):
        cell._state_is_tuple = False


def rnn(cell, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
    """A network over a list of inputs, one a step: (list of outputs, last state). From 1.0: `tf.nn.static_rnn`."""
    return tf.nn.static_rnn(_tensor_state(cell, initial_state), inputs, initial_state, dtype, sequence_length, scope)


def dynamic_rnn(cell, inputs, sequence_length=None, initial_state=None, *args, **kwargs):
    """A network over a tensor of inputs: (outputs, last state)."""
    return tf.nn.dynamic_rnn(_tensor_state(cell, initial_state), inputs, sequence_length, initial_state, *args, **kwargs)


def state_saving_rnn(cell, inputs, state_saver, state_name, sequence_length=None, scope=None):
    """`tf.nn.static_state_saving_rnn`."""
    return tf.nn.static_state_saving_rnn(cell, inputs, state_saver, state_name, sequence_length, scope)


def bidirectional_rnn(
    cell_fw, cell_bw, inputs, initial_state_fw=None, initial_state_bw=None, dtype=None, sequence_length=None, scope=None
):
    """Two networks over a list of inputs: (outputs, last forward state, last backward state)."""
    cells = _tensor_state(cell_fw, initial_state_fw), _tensor_state(cell_bw, initial_state_bw)
    return tf.nn.static_bidirectional_rnn(*cells, inputs, initial_state_fw, initial_state_bw, dtype, sequence_length, scope)


def softmax_cross_entropy_with_logits(logits=None, labels=None, dim=-1, name=None):
    """The cross entropy of each row of `logits` with the probabilities in `labels`."""
    return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits, dim=dim, name=name)


def sparse_softmax_cross_entropy_with_logits(logits=None, labels=None, name=None):
    """The cross entropy of each row of `logits` with the class in `labels`."""
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)


def sigmoid_cross_entropy_with_logits(logits=None, targets=None, name=None, labels=None):
    """The cross entropy of each of `logits` with the probability in `targets`."""
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=targets if labels is None else labels, logits=logits, name=name)


def _inputs_first(loss):
    def with_inputs_first(weights, biases, inputs, labels, num_sampled, num_classes, *args, **kwargs):
        return loss(weights, biases, labels, inputs, num_sampled, num_classes, *args, **kwargs)

    with_inputs_first.__doc__ = f"`tf.nn.{loss.__name__}`, with `inputs` before `labels`."
    return with_inputs_first


nce_loss = _inputs_first(tf.nn.nce_loss)
sampled_softmax_loss = _inputs_first(tf.nn.sampled_softmax_loss)


def ctc_loss(inputs, labels, sequence_length, preprocess_collapse_repeated=False, ctc_merge_repeated=True, **kwargs):
    """`tf.nn.ctc_loss`, with `inputs` before `labels`."""
    return tf.nn.ctc_loss(labels, inputs, sequence_length, preprocess_collapse_repeated, ctc_merge_repeated, **kwargs)


__all__ = [
    "bidirectional_rnn", "ctc_loss", "dynamic_rnn", "nce_loss", "rnn", "sampled_softmax_loss", "sigmoid_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits", "sparse_softmax_cross_entropy_with_logits", "state_saving_rnn",
]  # fmt: skip
