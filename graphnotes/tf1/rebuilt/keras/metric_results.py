"""What Keras' metrics compute from their counts, as TensorFlow 1.15 did: areas, precision, recall, intersections over unions."""

from __future__ import annotations

import functools

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import array_ops, confusion_matrix, math_ops
from tf_keras.src.metrics import iou_metrics
from tf_keras.src.utils import metrics_utils

from graphnotes.tf1.rebuilt import rebuild

_CONFUSION = "tf_keras.src.metrics.confusion_metrics"


def _share(part, rest):
    """part / (part + rest), 0 where both are."""
    return math_ops.div_no_nan(part, part + rest)


@rebuild(_CONFUSION, "AUC.result")
def auc(self):
    """The area under the curve: the sum of its rectangles."""
    curves, methods = metrics_utils.AUCCurve, metrics_utils.AUCSummationMethod
    if self.multi_label or self.label_weights is not None or self.curve not in (curves.ROC, curves.PR):
        return auc.original(self)  # 1.15 had none of these
    if self.curve == curves.PR and self.summation_method == methods.INTERPOLATION:
        return self.interpolate_pr_auc()
    recall = _share(self.true_positives, self.false_negatives)
    if self.curve == curves.ROC:
        x, y = _share(self.false_positives, self.true_negatives), recall
    else:
        x, y = recall, _share(self.true_positives, self.false_positives)
    left, right = y[: self.num_thresholds - 1], y[1:]
    if self.summation_method == methods.INTERPOLATION:
        heights = (left + right) / 2.0
    elif self.summation_method == methods.MINORING:
        heights = math_ops.minimum(left, right)
    else:
        heights = math_ops.maximum(left, right)
    widths = x[: self.num_thresholds - 1] - x[1:]
    return math_ops.reduce_sum(math_ops.multiply(widths, heights), name=self.name)


@rebuild(_CONFUSION, "AUC.interpolate_pr_auc")
def interpolate_pr_auc(self):
    """The area under precision over recall, positives taken to grow linearly between thresholds (Davis & Goadrich, 2006)."""
    if self.multi_label:
        return interpolate_pr_auc.original(self)
    until = self.num_thresholds - 1
    gained = self.true_positives[:until] - self.true_positives[1:]
    positives = self.true_positives + self.false_positives
    predicted = positives[:until] - positives[1:]
    slope = math_ops.div_no_nan(gained, math_ops.maximum(predicted, 0), name="prec_slope")
    intercept = self.true_positives[1:] - math_ops.multiply(slope, positives[1:])
    both = math_ops.logical_and(positives[:until] > 0, positives[1:] > 0)
    ratio = math_ops.div_no_nan(positives[:until], math_ops.maximum(positives[1:], 0), name="recall_relative_ratio")
    ratio = array_ops.where(both, ratio, array_ops.ones_like(positives[1:]))
    areas = slope * (gained + intercept * math_ops.log(ratio))
    labelled = math_ops.maximum(self.true_positives[1:] + self.false_negatives[1:], 0)
    increments = math_ops.div_no_nan(areas, labelled, name="pr_auc_increment")
    return math_ops.reduce_sum(increments, name="interpolate_pr_auc")


def _single(result, thresholds):
    return result[0] if len(thresholds) == 1 else result


@rebuild(_CONFUSION, "Precision.result")
def precision(self):
    return _single(_share(self.true_positives, self.false_positives), self.thresholds)


@rebuild(_CONFUSION, "Recall.result")
def recall(self):
    return _single(_share(self.true_positives, self.false_negatives), self.thresholds)


def _nearest(shares, value):
    """The index of the threshold whose share is nearest to the value; today's takes the best of those that reach it."""
    return math_ops.cast(math_ops.argmin(math_ops.abs(shares - value), axis=0), dtypes.int32)


@rebuild(_CONFUSION, "SensitivityAtSpecificity.result")
def sensitivity(self):
    at = _nearest(_share(self.true_negatives, self.false_positives), self.value)
    found = self.true_positives[at]
    return math_ops.div_no_nan(found, self.true_positives[at] + self.false_negatives[at])


@rebuild(_CONFUSION, "SpecificityAtSensitivity.result")
def specificity(self):
    at = _nearest(_share(self.true_positives, self.false_negatives), self.value)
    found = self.true_negatives[at]
    return math_ops.div_no_nan(found, self.true_negatives[at] + self.false_positives[at])


@rebuild("tf_keras.src.metrics.iou_metrics", "MeanIoU.__init__")
def mean_iou_init(self, num_classes, name=None, dtype=None, **kwargs):
    """Its confusion matrix has float64 entries."""
    add_weight = self.add_weight
    self.__dict__["add_weight"] = functools.partial(add_weight, dtype=dtypes.float64)
    try:
        mean_iou_init.original(self, num_classes, name=name, dtype=dtype, **kwargs)
    finally:
        del self.__dict__["add_weight"]


@rebuild("tf_keras.src.metrics.iou_metrics", "_IoUBase.update_state")
def count(self, y_true, y_pred, sample_weight=None):
    """Add labels and predictions, flattened, to the confusion matrix."""
    if not isinstance(self, iou_metrics.MeanIoU) or self.ignore_class is not None:
        return count.original(self, y_true, y_pred, sample_weight)
    labels, predictions = (math_ops.cast(y, self._dtype) for y in (y_true, y_pred))
    predictions, labels = (_flat(y) for y in (predictions, labels))
    if sample_weight is not None:
        sample_weight = _flat(ops.convert_to_tensor(sample_weight))
    counted = confusion_matrix.confusion_matrix(
        labels, predictions, self.num_classes, weights=sample_weight, dtype=dtypes.float64
    )
    return self.total_cm.assign_add(counted)


def _flat(values):
    return array_ops.reshape(values, [-1]) if values.shape.ndims > 1 else values


@rebuild("tf_keras.src.metrics.iou_metrics", "MeanIoU.result")
def mean_iou(self):
    """The mean over the classes that occur of true positives / (predicted or labelled so)."""
    rows, columns = (math_ops.cast(math_ops.reduce_sum(self.total_cm, axis=i), self._dtype) for i in (0, 1))
    hits = math_ops.cast(array_ops.diag_part(self.total_cm), self._dtype)
    union = rows + columns - hits
    classes = math_ops.reduce_sum(math_ops.cast(math_ops.not_equal(union, 0), self._dtype))
    shares = math_ops.div_no_nan(hits, union)
    return math_ops.div_no_nan(math_ops.reduce_sum(shares, name="mean_iou"), classes)
