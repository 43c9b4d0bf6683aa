"""tf.nn.rnn_cell as it was before 1.0: cells take an `input_size` (and ignore it), and one cell object may serve many layers."""

import copy

from graphnotes.tf1 import root as tf

_cells = tf.nn.rnn_cell


class BasicRNNCell(_cells.BasicRNNCell):
    def __init__(self, num_units, input_size=None, activation=tf.tanh, **kwargs):
        super().__init__(num_units, activation=activation, **kwargs)


class GRUCell(_cells.GRUCell):
    def __init__(self, num_units, input_size=None, activation=tf.tanh, **kwargs):
        super().__init__(num_units, activation=activation, **kwargs)


class BasicLSTMCell(_cells.BasicLSTMCell):
    def __init__(self, num_units, forget_bias=1.0, input_size=None, state_is_tuple=True, activation=tf.tanh, **kwargs):
        super().__init__(num_units, forget_bias=forget_bias, state_is_tuple=state_is_tuple, activation=activation, **kwargs)


class LSTMCell(_cells.LSTMCell):
    def __init__(self, num_units, input_size=None, *args, **kwargs):
        super().__init__(num_units, *args, **kwargs)


class MultiRNNCell(_cells.MultiRNNCell):
    """Layers of cells; `[cell] * 3` gives three layers with variables of their own, as it did before 1.1."""

    def __init__(self, cells, state_is_tuple=True):
        seen, own = [], []
        for cell in cells:
            own.append(copy.deepcopy(cell) if any(cell is other for other in seen) else cell)
            seen.append(cell)
        super().__init__(own, state_is_tuple=state_is_tuple)


__all__ = ["BasicLSTMCell", "BasicRNNCell", "GRUCell", "LSTMCell", "MultiRNNCell"]
