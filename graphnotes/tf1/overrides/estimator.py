"""tf.estimator: what differs in the last estimator package."""

from __future__ import annotations

from graphnotes.tf1 import _estimator
from graphnotes.tf1._advice import BOOSTED_TREES_REASON
from graphnotes.tf1._unsupported import unsupported, unsupported_class

_BOOSTED = tuple(f"BoostedTrees{kind}" for kind in ("Classifier", "Estimator", "Regressor"))
_EXPLAIN = ("experimental_feature_importances", "experimental_predict_with_explanations")
_NAMES = (*_BOOSTED, "DNNLinearCombinedEstimator")
__all__ = [name for name in _NAMES]


def __getattr__(name: str) -> object:
    if name not in __all__ or (package := _estimator.load()) is None:
        raise AttributeError(name)
    made = _boosted_trees(name, package.Estimator) if name in _BOOSTED else _combined(package.DNNLinearCombinedEstimator)
    return globals().setdefault(name, made)


def _boosted_trees(name: str, base: type) -> type:
    symbol = f"estimator.{name}"
    members = {member: unsupported(f"{symbol}.{member}", BOOSTED_TREES_REASON) for member in _EXPLAIN}
    return unsupported_class(symbol, BOOSTED_TREES_REASON, base, **members)


def _combined(base: type) -> type:
    from tensorflow.python.ops.nn_ops import relu

    class DNNLinearCombinedEstimator(base):
        """`tf.estimator.DNNLinearCombinedEstimator` with 1.15's order of arguments."""

        def __init__(
            self,
            head,
            model_dir=None,
            linear_feature_columns=None,
            linear_optimizer="Ftrl",
            dnn_feature_columns=None,
            dnn_optimizer="Adagrad",
            dnn_hidden_units=None,
            dnn_activation_fn=relu,
            dnn_dropout=None,
            input_layer_partitioner=None,
            config=None,
            linear_sparse_combiner="sum",
        ):
            super().__init__(
                head=head,
                model_dir=model_dir,
                linear_feature_columns=linear_feature_columns,
                linear_optimizer=linear_optimizer,
                dnn_feature_columns=dnn_feature_columns,
                dnn_optimizer=dnn_optimizer,
                dnn_hidden_units=dnn_hidden_units,
                dnn_activation_fn=dnn_activation_fn,
                dnn_dropout=dnn_dropout,
                input_layer_partitioner=input_layer_partitioner,
                config=config,
                linear_sparse_combiner=linear_sparse_combiner,
            )

    DNNLinearCombinedEstimator.__module__ = base.__module__
    return DNNLinearCombinedEstimator
