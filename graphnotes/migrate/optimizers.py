"""The optimizer of a TF1 graph as a Keras optimizer, with its hyperparameters, slots and step."""

from __future__ import annotations

import math

import numpy as np
import tensorflow as tf

from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.module import LegacyModule
from graphnotes.migrate.plan import Plan
from graphnotes.migrate.source import LegacyModel, open_legacy


def optimizer_for(source, module: LegacyModule | None = None, checkpoint: str | None = None, learning_rate=None):
    """A Keras optimizer that goes on where the optimizer of a TF1 graph stopped.

    Knows GradientDescent, Momentum (also Nesterov), Adam, Adagrad, Adadelta, RMSProp (also centered) and Ftrl, by the update
    kernels in the graph. A learning rate the graph computes from its global step becomes a schedule over the same graph.

    Arguments:
      source: see `open_legacy`.
      module: the migrated module whose variables it will train; its slots are then filled from the graph's.
      learning_rate: for a learning rate that was fed, which only the program knew.

    Raises:
      CannotMigrate: no update kernels, several kinds or settings, or a kind Keras has no counterpart for; each named.
    """
    model = open_legacy(source, checkpoint)
    updates = [op for op in model.graph.get_operations() if _kind(op.type)]
    if not updates:
        raise CannotMigrate(model.origin, ["it has no update kernel (ApplyAdam ...): no optimizer was minimizing anything in this graph"])
    kinds = sorted({_kind(op.type) for op in updates})
    unknown = [f"{op.name} ({op.type}): Keras has no optimizer that does this" for op in updates if _kind(op.type) not in _KERAS]
    if unknown or len(kinds) > 1:
        several = [f"{', '.join(kinds)}: several optimizers in one graph; migrate the train_op itself with to_function"] if len(kinds) > 1 else []
        raise CannotMigrate(model.origin, unknown + several)
    evaluator = module or LegacyModule(model)
    settings = _settings(model, evaluator, updates, learning_rate)
    optimizer = _KERAS[kinds[0]](settings, {name: op.get_attr(name) for op in updates for name in op.node_def.attr if name == "use_nesterov"})
    if module is not None:
        _fill(optimizer, kinds[0], model, module, updates, settings)
    return optimizer


def _kind(op_type: str) -> str | None:
    kind = op_type.removeprefix("Resource").removeprefix("Sparse")
    return kind if kind.startswith("Apply") else None


_KERAS = {
    "ApplyGradientDescent": lambda s, a: tf.keras.optimizers.SGD(s["alpha"]),
    "ApplyMomentum": lambda s, a: tf.keras.optimizers.SGD(s["lr"], momentum=s["momentum"], nesterov=bool(a.get("use_nesterov"))),
    "ApplyAdam": lambda s, a: tf.keras.optimizers.Adam(s["lr"], s["beta1"], s["beta2"], s["epsilon"]),
    "ApplyAdagrad": lambda s, a: tf.keras.optimizers.Adagrad(s["lr"], epsilon=0.0),
    "ApplyAdadelta": lambda s, a: tf.keras.optimizers.Adadelta(s["lr"], rho=s["rho"], epsilon=s["epsilon"]),
    "ApplyRMSProp": lambda s, a: tf.keras.optimizers.RMSprop(s["lr"], s["rho"], s["momentum"], s["epsilon"]),
    "ApplyCenteredRMSProp": lambda s, a: tf.keras.optimizers.RMSprop(s["lr"], s["rho"], s["momentum"], s["epsilon"], centered=True),
    "ApplyFtrl": lambda s, a: tf.keras.optimizers.Ftrl(
        s["lr"], learning_rate_power=s["lr_power"], l1_regularization_strength=s["l1"], l2_regularization_strength=s["l2"]
    ),
}
# kernel argument -> where the Keras optimizer keeps it
_SLOTS = {
    "ApplyMomentum": {"accum": "momentums"},
    "ApplyAdam": {"m": "_momentums", "v": "_velocities"},
    "ApplyAdagrad": {"accum": "_accumulators"},
    "ApplyAdadelta": {"accum": "_accumulated_grads", "accum_update": "_accumulated_delta_vars"},
    "ApplyRMSProp": {"ms": "_velocities", "mom": "_momentums"},
    "ApplyCenteredRMSProp": {"ms": "_velocities", "mom": "_momentums", "mg": "_average_gradients"},
    "ApplyFtrl": {"accum": "_accumulators", "linear": "_linears"},
}


def _arguments(op):
    return {arg.name: tensor for arg, tensor in zip(op.op_def.input_arg, op.inputs, strict=True)}


def _variable(tensor):
    op = tensor.op
    while op.type in ("Enter", "RefEnter", "Identity", "RefSwitch", "Switch"):
        op = op.inputs[0].op
    return op.name


def _settings(model: LegacyModel, module: LegacyModule, updates, learning_rate):
    """Scalar arguments of the kernels by name; the learning rate as a schedule where the graph computes it."""
    found: dict[str, float | tf.keras.optimizers.schedules.LearningRateSchedule] = {}
    problems = []
    for op in updates:
        for name, tensor in _arguments(op).items():
            scalar = name not in ("var", "grad", "delta", "indices", *_SLOTS.get(_kind(op.type), {}))
            if not scalar:
                continue
            rate = name in ("lr", "alpha")
            if rate and learning_rate is not None:
                found[name] = learning_rate
                continue
            plan = Plan(model, {}, [tensor])
            if plan.problems:
                problems += [f"{op.name}, its {name}: {p}" for p in plan.problems]
                continue
            if rate and plan.variables:
                found.setdefault(name, _Schedule(model, module, plan.variables[0], tensor))
                continue
            value = float(module.function({}, tensor)())
            if name in found and isinstance(found[name], float) and not math.isclose(found[name], value, rel_tol=1e-6):
                problems.append(f"{op.name}: its {name} is {value:g}, that of others {found[name]:g}")
            found[name] = value
    if problems:
        raise CannotMigrate(model.origin, problems)
    return found


class _Schedule(tf.keras.optimizers.schedules.LearningRateSchedule):
    """The part of a TF1 graph that computes the learning rate from the global step."""

    def __init__(self, model, module, step, tensor):
        self.step_name = step
        self.node = model.variables[step].node
        self.dtype = model.variables[step].dtype
        self.first = int(np.asarray(model.variables[step].value or 0))
        self.function = module.function({"step": f"{self.node}:0"}, tensor)

    def __call__(self, step):
        return self.function(tf.cast(step, self.dtype))

    def get_config(self):
        raise NotImplementedError(f"this schedule is computed by a TF1 graph from {self.step_name}; it has no configuration to save")


def _fill(optimizer, kind, model, module, updates, settings):
    """Slots and step from the graph."""
    by_node = {v.node: v.name for v in model.variables.values()}
    weights = [module.by_name[by_node[_variable(_arguments(op)["var"])]] for op in updates]
    optimizer.build(weights)
    for index, op in enumerate(updates):
        for argument, attribute in _SLOTS.get(kind, {}).items():
            value = module.by_name[by_node[_variable(_arguments(op)[argument])]].numpy()
            held = getattr(optimizer, attribute, None)
            if not held:  # RMSprop without momentum keeps none
                continue
            if kind == "ApplyMomentum":  # Keras accumulates steps, TF1 gradients
                value = -value * float(np.asarray(optimizer.learning_rate))
            held[index].assign(value)
    steps = [s for s in settings.values() if isinstance(s, _Schedule)]
    if steps:
        optimizer.iterations.assign(steps[0].first)
    elif "beta1_power" in settings:
        optimizer.iterations.assign(round(math.log(settings["beta1_power"]) / math.log(settings["beta1"])) - 1)
