"""tensorflow.models.rnn: the modules `rnn`, `rnn_cell` and `seq2seq`."""

__all__ = []
