"""The optimizer of a TF1 graph as a Keras optimizer, with its hyperparameters, slots and step."""

from __future__ import annotations

import math

import numpy as np
import tensorflow as tf

from graphnotes.migrate.errors import CannotMigrate
from graphnotes.migrate.kernel_optimizer import GRADIENTS, RATES, SLOTS, KernelOptimizer
from graphnotes.migrate.module import LegacyModule
from graphnotes.migrate.plan import Plan
from graphnotes.migrate.source import LegacyModel, open_legacy


def optimizer_for(source, module: LegacyModule | None = None, checkpoint: str | None = None, learning_rate=None):
    """A Keras optimizer that goes on where the optimizer of a TF1 graph stopped.

    Knows every optimizer of TensorFlow 1.15's tf.train by the update kernels in the graph. Where Keras has one that computes the
    same it is Keras' own; else (the proximal ones, AdagradDA, updates of embedding rows, momentum under a changing learning rate,
    which Keras folds into the momentum) a `KernelOptimizer`. A learning rate the graph computes from its global step becomes a
    schedule over the same graph; one kept in a variable follows `module`'s variable.

    Arguments:
      source: see `open_legacy`.
      module: the migrated module whose variables it will train; its slots are then filled from the graph's.
      learning_rate: for a learning rate that was fed, which only the program knew.

    Raises:
      CannotMigrate: no update kernels, or several kinds or settings; each named.
    """
    model = open_legacy(source, checkpoint)
    updates = [op for op in model.graph.get_operations() if _kind(op.type)]
    scattered = [op for op in model.graph.get_operations() if op.type.removeprefix("Resource") in ("ScatterAdd", "ScatterSub")]
    if not updates and scattered:
        why = "rows are updated one by one, as Adam and gradient descent do where a model is nothing but embeddings; no kernel in the graph has the settings"
        raise CannotMigrate(model.origin, [f"{op.name} ({op.type}): {why}: migrate the train_op itself with to_function" for op in scattered])
    if not updates:
        raise CannotMigrate(model.origin, ["it has no update kernel (ApplyAdam ...): no optimizer was minimizing anything in this graph"])
    kinds = sorted({_kind(op.type) for op in updates})
    unknown = [f"{op.name} ({op.type}): no optimizer of TensorFlow 1.15's tf.train does this" for op in updates if _kind(op.type) not in SLOTS]
    if unknown or len(kinds) > 1:
        several = [f"{', '.join(kinds)}: several optimizers in one graph; migrate the train_op itself with to_function"] if len(kinds) > 1 else []
        raise CannotMigrate(model.origin, unknown + several)
    evaluator = module or LegacyModule(model)
    settings = _settings(model, evaluator, updates, learning_rate)
    attributes = {name: updates[0].get_attr(name) for name in updates[0].node_def.attr if name == "use_nesterov"}
    sparse = any("Sparse" in op.type for op in updates) or (kinds[0] == "ApplyAdam" and _adam_of_rows(model, updates))
    if kinds[0] in _KERAS and not sparse and not (kinds[0] == "ApplyMomentum" and callable(settings["lr"])):
        optimizer = _KERAS[kinds[0]](settings, attributes)
    else:
        rate = next(settings[name] for name in RATES if name in settings)
        optimizer = KernelOptimizer(kinds[0], rate, {n: s for n, s in settings.items() if n not in RATES}, attributes)
    if module is not None:
        _fill(optimizer, kinds[0], model, module, updates, settings)
    return optimizer


def _kind(op_type: str) -> str | None:
    kind = op_type.removeprefix("Resource").removeprefix("Sparse")
    return kind if kind.startswith("Apply") else None


def _adam_of_rows(model, updates) -> bool:
    """Does Adam train an embedding too? It has no kernel for rows: moments decay in every row, where Keras leaves the others alone."""
    by_node = {v.node: v.name for v in model.variables.values()}
    dense = {by_node[_variable(_arguments(op)["var"])]: by_node[_variable(_arguments(op)["m"])] for op in updates}
    ending = next(slot.removeprefix(name) for name, slot in dense.items())
    return any(v.trainable and v.name not in dense and v.name + ending in model.variables for v in model.variables.values())


_KERAS = {
    "ApplyGradientDescent": lambda s, a: tf.keras.optimizers.SGD(s["alpha"]),
    "ApplyMomentum": lambda s, a: tf.keras.optimizers.SGD(s["lr"], momentum=s["momentum"], nesterov=bool(a.get("use_nesterov"))),
    "ApplyAdam": lambda s, a: tf.keras.optimizers.Adam(s["lr"], s["beta1"], s["beta2"], s["epsilon"]),
    "ApplyAdagrad": lambda s, a: tf.keras.optimizers.Adagrad(s["lr"], epsilon=0.0),
    "ApplyAdadelta": lambda s, a: tf.keras.optimizers.Adadelta(s["lr"], rho=s["rho"], epsilon=s["epsilon"]),
    "ApplyRMSProp": lambda s, a: tf.keras.optimizers.RMSprop(s["lr"], s["rho"], s["momentum"], s["epsilon"]),
    "ApplyCenteredRMSProp": lambda s, a: tf.keras.optimizers.RMSprop(s["lr"], s["rho"], s["momentum"], s["epsilon"], centered=True),
    **{
        kind: lambda s, a: tf.keras.optimizers.Ftrl(
            s["lr"],
            learning_rate_power=s["lr_power"],
            l1_regularization_strength=s["l1"],
            l2_regularization_strength=s["l2"],
            l2_shrinkage_regularization_strength=s.get("l2_shrinkage", 0.0),
        )
        for kind in ("ApplyFtrl", "ApplyFtrlV2")
    },
}
# kernel argument -> where the Keras optimizer keeps it
_KEPT = {
    "ApplyMomentum": {"accum": "momentums"},
    "ApplyAdam": {"m": "_momentums", "v": "_velocities"},
    "ApplyAdagrad": {"accum": "_accumulators"},
    "ApplyAdadelta": {"accum": "_accumulated_grads", "accum_update": "_accumulated_delta_vars"},
    "ApplyRMSProp": {"ms": "_velocities", "mom": "_momentums"},
    "ApplyCenteredRMSProp": {"ms": "_velocities", "mom": "_momentums", "mg": "_average_gradients"},
    "ApplyFtrl": {"accum": "_accumulators", "linear": "_linears"},
    "ApplyFtrlV2": {"accum": "_accumulators", "linear": "_linears"},
}


def _arguments(op):
    return {arg.name: tensor for arg, tensor in zip(op.op_def.input_arg, op.inputs, strict=True)}


def _variable(tensor):
    op = tensor.op
    while op.type in ("Enter", "RefEnter", "Identity", "RefSwitch", "Switch"):
        op = op.inputs[0].op
    return op.name


def _settings(model: LegacyModel, module: LegacyModule, updates, learning_rate):
    """Scalar arguments of the kernels by name; what the graph computes from its global step or a variable as a callable."""
    found: dict[str, object] = {}
    problems, known = [], {}
    for op in updates:
        for name, tensor in _arguments(op).items():
            if name in ("var", "indices", *GRADIENTS, *SLOTS[_kind(op.type)]):
                continue
            if name in RATES and learning_rate is not None:
                found[name] = learning_rate
                continue
            if tensor.name not in known:
                plan = Plan(model, {}, [tensor])
                known[tensor.name] = None if plan.problems else _scalar(model, module, name, tensor, plan.variables)
                problems += [f"{op.name}, its {name}: {p}" for p in plan.problems]
            value = known[tensor.name]
            if value is None:
                continue
            if isinstance(found.get(name), float) and isinstance(value, float) and not math.isclose(found[name], value, rel_tol=1e-6):
                problems.append(f"{op.name}: its {name} is {value:g}, that of others {found[name]:g}")
            found.setdefault(name, value)
    if problems:
        raise CannotMigrate(model.origin, problems)
    return found


def _scalar(model, module, name, tensor, variables):
    """The value now, unless it is a learning rate or step that changes: a schedule over the global step, a function of variables."""
    steps = [v for v in variables if model.variables[v].dtype.is_integer and model.variables[v].shape.rank == 0]
    if name in (*RATES, "global_step") and len(steps) == 1:
        return _Schedule(model, module, steps[0], tensor)
    function = module.function({}, tensor)
    if name in RATES and variables:
        return lambda: function()
    return float(function())


class _Schedule(tf.keras.optimizers.schedules.LearningRateSchedule):
    """What a TF1 graph computes from the global step; `first` is the step it stands at, `offset` how far ahead of the optimizer's updates."""

    def __init__(self, model, module, step, tensor):
        self.step_name = step
        self.node = model.variables[step].node
        self.dtype = model.variables[step].dtype
        self.first = int(np.asarray(model.variables[step].value or 0))
        self.offset = 0
        self.function = module.function({"step": f"{self.node}:0"}, tensor)

    def __call__(self, step):
        return self.function(tf.cast(step, self.dtype) + tf.cast(self.offset, self.dtype))

    def get_config(self):
        raise NotImplementedError(f"this schedule is computed by a TF1 graph from {self.step_name}; it has no configuration to save")


def _fill(optimizer, kind, model, module, updates, settings):
    """Slots and step from the graph. Weights that no kernel updates (Adam's embedding rows) are found by their slots' names."""
    by_node = {v.node: v.name for v in model.variables.values()}
    names, endings, sources = [], {}, {}
    for op in updates:
        arguments = {a: by_node[_variable(t)] for a, t in _arguments(op).items() if a in ("var", *SLOTS[kind])}
        names.append(arguments["var"])
        for slot in SLOTS[kind]:
            sources[arguments["var"], slot] = arguments[slot]
            endings.setdefault(slot, arguments[slot].removeprefix(arguments["var"]))
    names += [v.name for v in model.variables.values() if v.trainable and v.name not in names]
    optimizer.build([module.by_name[name] for name in names])
    for index, name in enumerate(names):
        for slot in SLOTS[kind]:
            source = sources.get((name, slot), name + endings[slot])
            if source not in module.by_name:
                continue
            value = module.by_name[source].numpy()
            if isinstance(optimizer, KernelOptimizer):
                optimizer.get_slot(module.by_name[name], slot).assign(value)
            elif held := getattr(optimizer, _KEPT[kind][slot], None):  # RMSprop without momentum keeps none
                # Keras accumulates steps, TF1 gradients
                held[index].assign(-value * float(np.asarray(optimizer.learning_rate)) if kind == "ApplyMomentum" else value)
    schedules = [s for s in settings.values() if isinstance(s, _Schedule)]
    done = _updates_done(settings) if kind == "ApplyAdam" else None
    if done is None:
        done = next((s.first for s in schedules), 0)
    optimizer.iterations.assign(done)
    for schedule in schedules:
        schedule.offset = schedule.first - done


def _updates_done(settings) -> int:
    """How often Adam's powers were multiplied by its betas; the smaller one vanishes in float32 after some 800 updates."""
    for name in ("beta1", "beta2"):
        if settings[f"{name}_power"] > 1e-30 and settings[name] > 0:
            return max(0, round(math.log(settings[f"{name}_power"]) / math.log(settings[name])) - 1)
    return 10**6  # both have vanished: there is nothing left to correct
