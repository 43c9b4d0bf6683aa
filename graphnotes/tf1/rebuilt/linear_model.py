"""tf.feature_column.linear_model: its weights are resource variables, whatever the scope says."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.feature_column.feature_column", "_LinearModel.__init__")
def linear_model(self, *args, **kwargs):
    """The layers of the columns and of the bias: those of a Keras model, which were resource variables in 1.15 already."""
    linear_model.original(self, *args, **kwargs)
    for layer in [self._bias_layer, *self._column_layers.values()]:
        layer._use_resource_variables = True
