"""What contrib.rnn's cells in groups and over frequencies refuse, as TensorFlow 1.15 did."""

import pytest


def test_widths_that_do_not_fit():
    import graphnotes.tf1 as tf

    cells = tf.contrib.rnn
    with tf.Graph().as_default():
        x = tf.ones([2, 8])
        with pytest.raises(ValueError, match="num_units must be divisible"):
            cells.GLSTMCell(5, number_of_groups=2)
        with pytest.raises(ValueError, match=r"input size \(8\) must be divisible by number_of_groups \(3\)"):
            cells.GLSTMCell(3, number_of_groups=3)(x, (tf.ones([2, 3]), tf.ones([2, 3])))
        with pytest.raises(ValueError, match="Must specify num_frequency_blocks"):
            cells.GridLSTMCell(2)
        cell = cells.GridLSTMCell(2, feature_size=4, frequency_skip=2, num_frequency_blocks=[2])
        assert (cell.output_size, cell.state_tuple_type._fields[:2]) == (8, ("state_f00_b00_c", "state_f00_b00_m"))
        with pytest.raises(ValueError, match="Invalid num_frequency_blocks, requires 2 but gets 3"):
            cell(x, cell.zero_state(2, tf.float32))
        with pytest.raises(ValueError, match="Too many shards"):
            cells.TimeFreqLSTMCell(1, feature_size=8, num_unit_shards=99)(x, tf.zeros([2, 2]))
