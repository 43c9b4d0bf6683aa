"""One training step with everything around it (tf.contrib.layers.optimize_loss)."""

from __future__ import annotations

from tensorflow.python.ops import control_flow_ops
from tensorflow.python.training import moving_averages

from graphnotes.tf1 import root as tf

OPTIMIZER_CLS_NAMES = {
    "Adagrad": tf.train.AdagradOptimizer,
    "Adam": tf.train.AdamOptimizer,
    "Ftrl": tf.train.FtrlOptimizer,
    "Momentum": lambda learning_rate: tf.train.MomentumOptimizer(learning_rate, momentum=0.9),
    "RMSProp": tf.train.RMSPropOptimizer,
    "SGD": tf.train.GradientDescentOptimizer,
}
OPTIMIZER_SUMMARIES = ["learning_rate", "loss", "gradients", "gradient_norm", "global_gradient_norm"]


def optimize_loss(
    loss,
    global_step,
    learning_rate,
    optimizer,
    gradient_noise_scale=None,
    gradient_multipliers=None,
    clip_gradients=None,
    learning_rate_decay_fn=None,
    update_ops=None,
    variables=None,
    name=None,
    summaries=None,
    colocate_gradients_with_ops=False,
    increment_global_step=True,
):
    """An op that takes one training step and gives the loss.

    Args:
        loss: a scalar.
        global_step: counted up by the op; the graph's when None.
        learning_rate: a float (kept in a variable), a scalar tensor, or None.
        optimizer: a key of `OPTIMIZER_CLS_NAMES`, an Optimizer class or instance, or a function of the learning rate.
        gradient_noise_scale: scale of the normal noise added to gradients.
        gradient_multipliers: factors by variable or variable name.
        clip_gradients: a float, the global norm not to be exceeded, or a function of (gradient, variable) pairs.
        learning_rate_decay_fn: a function of learning rate and global step.
        update_ops: run before the loss; the collection UPDATE_OPS when None.
        variables: to be trained; all trainable ones when None.
        summaries: of `OPTIMIZER_SUMMARIES`; loss, learning rate and global gradient norm when None.

    Raises:
        ValueError: an argument is none of these.
    """
    loss = tf.convert_to_tensor(loss)
    tf.debugging.assert_scalar(loss)
    if global_step is None:
        global_step = tf.train.get_global_step()
    else:
        tf.train.assert_global_step(global_step)
    with tf.variable_scope(name, "OptimizeLoss", [loss, global_step]):
        if update_ops is None:
            update_ops = dict.fromkeys(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        if update_ops:
            loss = control_flow_ops.with_dependencies(list(update_ops), loss)
        rate = _learning_rate(learning_rate)
        summaries = _checked(summaries)
        if learning_rate is not None and learning_rate_decay_fn is not None:
            if global_step is None:
                raise ValueError("global_step is required for learning_rate_decay_fn.")
            rate = learning_rate_decay_fn(rate, global_step)
            if "learning_rate" in summaries:
                tf.summary.scalar("learning_rate", rate)
        opt = _optimizer(optimizer, rate)
        gradients = opt.compute_gradients(
            loss,
            tf.trainable_variables() if variables is None else variables,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        if gradient_noise_scale is not None:
            gradients = _with_noise(gradients, gradient_noise_scale)
        if gradient_multipliers is not None:
            gradients = _multiplied(gradients, gradient_multipliers)
            if not gradients:
                raise ValueError(
                    "Empty list of (gradient, var) pairs encountered. This is most likely to be caused by an "
                    "improper value of gradient_multipliers."
                )
        norms = "global_gradient_norm" in summaries or "gradient_norm" in summaries
        if norms:
            tf.summary.scalar("global_norm/gradient_norm", tf.global_norm([g for g, _ in gradients]))
        gradients = _clipped(gradients, clip_gradients)
        if "loss" in summaries:
            tf.summary.scalar("loss", loss)
        _summarize(gradients, summaries)
        if clip_gradients is not None and norms:
            tf.summary.scalar("global_norm/clipped_gradient_norm", tf.global_norm([g for g, _ in gradients]))
        step = opt.apply_gradients(
            gradients, global_step=global_step if increment_global_step else None, name="train"
        )
        return control_flow_ops.with_dependencies([step], loss)


def _learning_rate(learning_rate):
    if learning_rate is None:
        return None
    if tf.is_tensor(learning_rate) and learning_rate.get_shape().ndims == 0:
        return learning_rate
    if not isinstance(learning_rate, float):
        raise ValueError(
            f"Learning rate should be 0d Tensor or float. Got {learning_rate} of type {type(learning_rate)}"
        )
    if learning_rate < 0.0:
        raise ValueError("Invalid learning_rate %s.", learning_rate)
    return tf.get_variable(
        "learning_rate", [], trainable=False, initializer=tf.constant_initializer(learning_rate)
    )


def _checked(summaries):
    if summaries is None:
        return ["loss", "learning_rate", "global_gradient_norm"]
    for summary in summaries:
        if summary not in OPTIMIZER_SUMMARIES:
            raise ValueError(
                f"Summaries should be one of [{', '.join(OPTIMIZER_SUMMARIES)}], you provided {summary}."
            )
    return summaries


def _optimizer(optimizer, rate):
    def need_rate(kind):
        if rate is None:
            raise ValueError(f"Learning rate is None, but should be specified if optimizer is {kind} ({optimizer}).")

    if isinstance(optimizer, str):
        need_rate("string")
        if optimizer not in OPTIMIZER_CLS_NAMES:
            raise ValueError(
                f"Optimizer name should be one of [{', '.join(OPTIMIZER_CLS_NAMES)}], you provided {optimizer}."
            )
        return OPTIMIZER_CLS_NAMES[optimizer](learning_rate=rate)
    if isinstance(optimizer, type) and issubclass(optimizer, tf.train.Optimizer):
        need_rate("class")
        return optimizer(learning_rate=rate)
    if isinstance(optimizer, tf.train.Optimizer):
        return optimizer
    if not callable(optimizer):
        raise ValueError(
            "Unrecognized optimizer: should be string, subclass of Optimizer, instance of subclass of Optimizer or "
            f"function with one argument. Got {optimizer}."
        )
    made = optimizer() if rate is None else optimizer(rate)
    if not isinstance(made, tf.train.Optimizer):
        raise ValueError(f"Unrecognized optimizer: function should return subclass of Optimizer. Got {made}.")
    return made


def _clipped(gradients, clip_gradients):
    if clip_gradients is None:
        return gradients
    if isinstance(clip_gradients, float):
        values, variables = zip(*gradients)
        return list(zip(tf.clip_by_global_norm(values, clip_gradients)[0], variables))
    if callable(clip_gradients):
        return clip_gradients(gradients)
    raise ValueError(f"Unknown type {type(clip_gradients)} for clip_gradients")


def _summarize(gradients, summaries) -> None:
    for gradient, variable in gradients:
        values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
        if values is None:
            continue
        name = variable.name.replace(":", "_")
        if "gradients" in summaries:
            tf.summary.histogram(f"gradients/{name}", values)
        if "gradient_norm" in summaries:
            tf.summary.scalar(f"gradient_norm/{name}", tf.global_norm([values]))


def _with_noise(gradients, scale):
    noisy = []
    for gradient, variable in gradients:
        if gradient is not None:
            sparse = isinstance(gradient, tf.IndexedSlices)
            noise = tf.truncated_normal(gradient.dense_shape if sparse else gradient.get_shape()) * scale
            gradient = gradient + noise
        noisy.append((gradient, variable))
    return noisy


def _multiplied(gradients, multipliers):
    result = []
    for gradient, variable in gradients:
        key = next((k for k in multipliers if k is variable or k == variable.name), None)
        if gradient is not None and key is not None:
            factor = multipliers[key]
            if isinstance(gradient, tf.IndexedSlices):
                gradient = tf.IndexedSlices(gradient.values * factor, gradient.indices, gradient.dense_shape)
            else:
                gradient *= tf.cast(factor, gradient.dtype)
        result.append((gradient, variable))
    return result


def adaptive_clipping_fn(
    std_factor=2.0,
    decay=0.95,
    static_max_norm=None,
    global_step=None,
    report_summary=False,
    epsilon=1e-8,
    name=None,
):
    """A function for `clip_gradients` that clips norms far above their moving average (arXiv:1412.1602's idea).

    Args:
        std_factor: how many standard deviations of log norms are let pass.
        decay: of the moving averages; smaller in the first steps when `global_step` is given.
        static_max_norm: a norm never to be exceeded.
        report_summary: summarize the largest norm let pass.
    """

    def gradient_clipping(grads_and_vars):
        grads, variables = zip(*grads_and_vars)
        norm = tf.global_norm(grads)
        max_norm, log_mean = _adaptive_max_norm(norm, std_factor, decay, global_step, epsilon, name)
        if report_summary:
            tf.summary.scalar("global_norm/adaptive_max_gradient_norm", max_norm)
        factor = tf.where(norm < max_norm, tf.ones_like(norm), tf.exp(log_mean) / norm)
        if static_max_norm is not None:
            factor = tf.minimum(static_max_norm / norm, factor)

        def scaled(grad):
            if isinstance(grad, tf.IndexedSlices):
                return tf.IndexedSlices(grad.values * factor, grad.indices, grad.dense_shape)
            return None if grad is None else grad * factor

        return [(scaled(grad), variable) for grad, variable in zip(grads, variables)]

    return gradient_clipping


def _adaptive_max_norm(norm, std_factor, decay, global_step, epsilon, name):
    with tf.variable_scope(name, "AdaptiveMaxNorm", [norm]):
        log_norm = tf.log(norm + epsilon)

        def average(name, value):
            moving = tf.get_variable(
                name, shape=value.get_shape(), dtype=value.dtype, initializer=tf.zeros_initializer(), trainable=False
            )
            return moving_averages.assign_moving_average(moving, value, decay, zero_debias=False)

        if global_step is not None:
            n = tf.cast(global_step, tf.float32)
            decay = tf.minimum(decay, n / (n + 1.0))
        mean = average("mean", log_norm)
        square = average("sq_mean", tf.square(log_norm))
        deviation = tf.sqrt(tf.maximum(epsilon, square - tf.square(mean)))
        return tf.exp(mean + std_factor * deviation), mean
