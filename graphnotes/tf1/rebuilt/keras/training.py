"""What a compiled model adds up to its loss, as TensorFlow 1.15 did: masked steps are 0 and count, and terms are added in turn."""

from __future__ import annotations

from absl import logging
from tensorflow.python.ops import math_ops
from tensorflow.python.ops.losses import util
from tf_keras.src import backend
from tf_keras.src.metrics import base_metric
from tf_keras.src.utils import losses_utils

from graphnotes.tf1.rebuilt import rebuild

_MEAN = losses_utils.ReductionV2.SUM_OVER_BATCH_SIZE


@rebuild("tf_keras.src.engine.training_v1", "Model._prepare_total_loss")
def prepare_total_loss(self, masks):
    """The weighted sum of the outputs' losses and of the layers' own, a scalar.

    Raises:
        TypeError: the model runs eagerly.
        ValueError: there is no loss.
    """
    if self.run_eagerly:
        raise TypeError("total loss can not be computed when compiled with run_eagerly = True.")
    total = None
    with backend.name_scope("loss"):
        for endpoint, mask in zip(self._training_endpoints, masks):
            if endpoint.should_skip_target():
                continue
            with backend.name_scope(endpoint.loss_name()):
                loss, reduction = _loss_of(endpoint, mask)
            if len(self.outputs) > 1:
                endpoint.output_loss_metric(loss)
            if reduction == _MEAN:
                loss = losses_utils.scale_loss_for_distribution(loss)
            loss = endpoint.loss_weight * loss
            total = loss if total is None else total + loss
        if total is None:
            if not self.losses:
                raise ValueError("The model cannot be compiled because it has no loss to optimize.")
            total = 0.0
        own = self.get_losses_for(None) + self.get_losses_for(self.inputs)
        if own:
            total += losses_utils.scale_loss_for_distribution(math_ops.add_n(own))
    return total


def _loss_of(endpoint, mask):
    """(the loss of one output, how it was reduced)."""
    true, predicted, loss_fn, weights = (
        endpoint.training_target.target,
        endpoint.output,
        endpoint.loss_fn,
        endpoint.sample_weight,
    )
    if mask is not None:
        mask = math_ops.cast(mask, predicted.dtype)
        if weights is None:
            weights = mask
        else:
            mask, _, weights = util.squeeze_or_expand_dimensions(mask, sample_weight=weights)
            weights *= mask
    if not hasattr(loss_fn, "reduction"):
        return loss_fn(true, predicted, sample_weight=weights), _MEAN
    losses = losses_utils.compute_weighted_loss(
        loss_fn.call(true, predicted), sample_weight=weights, reduction=losses_utils.ReductionV2.NONE
    )
    reduction = _MEAN if loss_fn.reduction == losses_utils.ReductionV2.AUTO else loss_fn.reduction
    return losses_utils.reduce_weighted_loss(losses, reduction=reduction), reduction


@rebuild("tf_keras.src.engine.training_utils_v1", "verify_dataset_shuffled")
def verify_dataset_shuffled(x):
    """Whether a dataset is shuffled, seen from its transformations and not from nodes of its own; if not, a warning says so."""
    waiting = [x]
    while waiting:
        dataset = waiting.pop()
        if "Shuffle" in type(dataset).__name__:
            return True
        waiting += dataset._inputs()
    logging.warning("Expected a shuffled dataset but input dataset `x` is not shuffled. Please invoke `shuffle()` on it.")
    return False


_NAMES = {
    "log_cosh": "logcosh",
    "kl_divergence": "kullback_leibler_divergence",
    "cosine_similarity": "cosine_proximity",
}


@rebuild("tf_keras.src.engine.training_utils_v1", "get_metric_name")
def get_metric_name(metric, weighted=False):
    """The name of a metric in the graph and in `History.history`, by which functions went that have another name today."""
    name = get_metric_name.original(metric, weighted)
    return name if isinstance(metric, base_metric.Metric) else _NAMES.get(name, name)
