"""Clipping, scaling and summarizing gradients, and the training op (tf.contrib.training, tf.contrib.slim.learning)."""

from __future__ import annotations

from tensorflow.python.ops import control_flow_ops

from graphnotes.tf1 import root as tf

USE_GLOBAL_STEP = 0  # create_train_op's word for "the graph's own"; None means: none


def add_gradients_summaries(grads_and_vars) -> list:
    """A histogram and a norm summary for each gradient."""
    summaries = []
    for grad, var in grads_and_vars:
        if grad is None:
            tf.logging.info("Var %s has no gradient", var.op.name)
            continue
        values = grad.values if isinstance(grad, tf.IndexedSlices) else grad
        summaries.append(tf.summary.histogram(var.op.name + "_gradient", values))
        summaries.append(tf.summary.scalar(var.op.name + "_gradient_norm", tf.global_norm([values])))
    return summaries


def clip_gradient_norms(gradients_to_variables, max_norm) -> list:
    """The pairs with each gradient clipped to the norm by itself."""

    def clipped(grad):
        if isinstance(grad, tf.IndexedSlices):
            return tf.IndexedSlices(tf.clip_by_norm(grad.values, max_norm), grad.indices, grad.dense_shape)
        return grad if grad is None else tf.clip_by_norm(grad, max_norm)

    return [(clipped(grad), var) for grad, var in gradients_to_variables]


def clip_gradient_norms_fn(max_norm):
    """`clip_gradient_norms` as a function of the pairs."""
    return lambda gradients_to_variables: clip_gradient_norms(gradients_to_variables, max_norm)


def multiply_gradients(grads_and_vars, gradient_multipliers) -> list:
    """The pairs with gradients multiplied by factors, given by variable or name of its op.

    Raises:
        ValueError: no list of pairs, no dict of factors, or a factor for a variable without a gradient.
    """
    if not isinstance(grads_and_vars, list):
        raise ValueError("`grads_and_vars` must be a list.")
    if not gradient_multipliers:
        raise ValueError("`gradient_multipliers` is empty.")
    if not isinstance(gradient_multipliers, dict):
        raise ValueError("`gradient_multipliers` must be a dict.")
    multiplied = []
    for grad, var in grads_and_vars:
        key = next((k for k in gradient_multipliers if k is var or k == var.op.name), None)
        if key is not None:
            if grad is None:
                raise ValueError("Requested multiple of `None` gradient.")
            factor = tf.convert_to_tensor(gradient_multipliers[key], dtype=grad.dtype)
            if isinstance(grad, tf.IndexedSlices):
                grad = tf.IndexedSlices(grad.values * factor, grad.indices, grad.dense_shape)
            else:
                grad *= factor
        multiplied.append((grad, var))
    return multiplied


def create_train_op(
    total_loss,
    optimizer,
    global_step=USE_GLOBAL_STEP,
    update_ops=None,
    variables_to_train=None,
    transform_grads_fn=None,
    summarize_gradients=False,
    gate_gradients=tf.train.Optimizer.GATE_OP,
    aggregation_method=None,
    colocate_gradients_with_ops=False,
    check_numerics=True,
):
    """An op that takes one training step and gives the loss; it is put into the collection TRAIN_OP.

    Args:
        global_step: counted up; the graph's by default, none when None.
        update_ops: run before the loss; the collection UPDATE_OPS when None.
        transform_grads_fn: a function of (gradient, variable) pairs.
        check_numerics: fail when the loss is not finite.
    """
    if global_step is USE_GLOBAL_STEP:
        global_step = tf.train.get_or_create_global_step()
    collected = dict.fromkeys(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    update_ops = collected if update_ops is None else dict.fromkeys(update_ops)
    if any(op not in update_ops for op in collected):
        tf.logging.warning(
            "update_ops in create_train_op does not contain all the update_ops in GraphKeys.UPDATE_OPS"
        )
    if update_ops:
        with tf.control_dependencies(list(update_ops)):
            barrier = tf.no_op(name="update_barrier")
        total_loss = control_flow_ops.with_dependencies([barrier], total_loss)
    if variables_to_train is None:
        variables_to_train = tf.trainable_variables()
    else:
        trainable = {id(v) for v in tf.trainable_variables()}
        for v in variables_to_train:
            assert v.trainable or id(v) in trainable, f"{v.name} is not trainable"
    assert variables_to_train, "there are no variables to train"

    grads = optimizer.compute_gradients(
        total_loss,
        variables_to_train,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
    )
    if transform_grads_fn:
        grads = transform_grads_fn(grads)
    if summarize_gradients:
        with tf.name_scope("summarize_grads"):
            add_gradients_summaries(grads)
    updates = optimizer.apply_gradients(grads, global_step=global_step)
    with tf.name_scope("train_op"):
        if check_numerics:
            total_loss = tf.check_numerics(total_loss, "LossTensor is inf or nan")
        train_op = control_flow_ops.with_dependencies([updates], total_loss)
    held = tf.get_collection_ref(tf.GraphKeys.TRAIN_OP)
    if not any(op is train_op for op in held):
        held.append(train_op)
    return train_op
