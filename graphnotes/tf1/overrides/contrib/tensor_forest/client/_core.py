"""A random forest as an estimator of tf.estimator."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest.client.random_forest import (
    ModelBuilderOutputType,
    _trainers,
    get_model_fn,
)
from graphnotes.tf1.overrides.contrib.tensor_forest.python import tensor_forest


class CoreTensorForestEstimator(tf.estimator.Estimator):
    """A random forest, trained online; the arguments are TensorForestEstimator's, `feature_columns` being tf.feature_column's."""

    def __init__(
        self,
        params,
        device_assigner=None,
        model_dir=None,
        feature_columns=None,
        graph_builder_class=tensor_forest.RandomForestGraphs,
        config=None,
        weight_column=None,
        keys_column=None,
        feature_engineering_fn=None,
        early_stopping_rounds=100,
        early_stopping_loss_threshold=0.001,
        num_trainers=1,
        trainer_id=0,
        report_feature_importances=False,
        local_eval=False,
        version=None,
        head=None,
        include_all_in_serving=False,
    ):
        super().__init__(
            model_fn=get_model_fn(
                params.fill(),
                graph_builder_class,
                device_assigner,
                feature_columns=feature_columns,
                model_head=head,
                weights_name=weight_column,
                keys_name=keys_column,
                early_stopping_rounds=early_stopping_rounds,
                early_stopping_loss_threshold=early_stopping_loss_threshold,
                report_feature_importances=report_feature_importances,
                local_eval=local_eval,
                include_all_in_serving=include_all_in_serving,
                output_type=ModelBuilderOutputType.ESTIMATOR_SPEC,
                **_trainers(config, num_trainers, trainer_id),
            ),
            model_dir=model_dir,
            config=config,
        )
