"""contrib's columns are columns of `tf.feature_column` as well, so `tf.estimator` and `input_layer` take them (as in 1.15)."""

from __future__ import annotations

from tensorflow.python.feature_column import feature_column as core
from tensorflow.python.framework import tensor_shape


class _Built(dict):
    """The tensors of features and columns, those not here yet from a builder of `tf.feature_column`."""

    def __init__(self, builder) -> None:
        super().__init__()
        self._builder = builder

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: object):
        return self._builder.get(key)


class _Core:
    def _transform_feature(self, inputs):
        tensors = _Built(inputs)
        self.insert_transformed_feature(tensors)
        return tensors[self]

    @property
    def _parse_example_spec(self) -> dict:
        return self.config


class Categorical(_Core, core._CategoricalColumn):
    """A column of ids."""

    @property
    def _num_buckets(self) -> int:
        return self.length

    def _get_sparse_tensors(self, inputs, weight_collections=None, trainable=None):
        tensor = inputs.get(self)
        return core._CategoricalColumn.IdWeightPair(self.id_tensor(tensor), self.weight_tensor(tensor))


class Dense(_Core, core._DenseColumn):
    """A column of `_width` numbers."""

    @property
    def _variable_shape(self):
        return tensor_shape.TensorShape([self._width])

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        return inputs.get(self)
