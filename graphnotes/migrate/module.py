"""A TF1 graph as a `tf.Module`: its variables under their names, its tensors as functions."""

from __future__ import annotations

import tensorflow as tf

from graphnotes.migrate.function import build_function, named
from graphnotes.migrate.plan import Plan
from graphnotes.migrate.source import LegacyModel, open_legacy

_GRAPH_MODE = (
    "graphnotes.migrate makes TensorFlow 2 objects, and here TensorFlow is in graph mode. Inside `with graph.as_default()` or "
    "`with graphnotes.legacy_graphs()`: call it after that block. In a process that graphnotes.tf1 or `graphnotes run` put into "
    "graph mode: save the session with tf.train.Saver, and migrate the checkpoint in another process."
)


class LegacyModule(tf.Module):
    """TF1 variables as `tf.Variable`s under their TF1 names, and functions over the graph's tensors that share them.

    `by_name` maps checkpoint names to variables; slots, moving averages and the global step are among them. The functions can
    be called, differentiated with a GradientTape, saved with `tf.train.Checkpoint` and `tf.saved_model.save`.

    Raises:
      RuntimeError: TensorFlow is in graph mode here, where there are no TensorFlow 2 objects.
    """

    def __init__(self, model: LegacyModel, name: str = "legacy"):
        if not tf.compat.v1.executing_eagerly_outside_functions():
            raise RuntimeError(_GRAPH_MODE)
        super().__init__(name=name)
        self._model = model
        self.by_name: dict[str, tf.Variable] = {}
        self.tables: dict[str, tf.lookup.StaticHashTable] = {}
        missing = []
        with tf.init_scope():
            for variable in model.variables.values():
                if variable.value is None:
                    missing.append(variable.name)
                    continue
                self.by_name[variable.name] = tf.Variable(
                    variable.value, trainable=variable.trainable, name=variable.name, dtype=variable.dtype, shape=variable.shape
                )
        self._without_value = missing

    def function(self, feeds, fetches, name: str = "legacy_function") -> tf.types.experimental.PolymorphicFunction:
        """A `tf.function` that computes `fetches` from `feeds`, as `session.run(fetches, feeds)` did.

        Arguments:
          feeds: argument name -> tensor (or a list of tensors, whose arguments are then named after them). Any tensor of the
            graph can be fed. Shapes and dtypes of the arguments are those of the tensors.
          fetches: a tensor or operation, a list, or a dict of them; the result has the same structure, with None for operations.

        Raises:
          CannotMigrate: naming each part in the way (an unfed placeholder, a queue, a Python function ...).
          KeyError: a tensor the graph doesn't have.
        """
        return build_function(self, self._model, feeds, fetches, name)


def to_module(source, feeds=None, fetches=None, checkpoint: str | None = None) -> LegacyModule:
    """The TF1 model in `source` (see `open_legacy`) as a `LegacyModule`.

    With `feeds` and `fetches`, the module can be called: `module(x=...)`.
    """
    module = LegacyModule(open_legacy(source, checkpoint))
    if fetches is not None:
        module.__call__ = module.function(feeds or {}, fetches)
        module.call = module.__call__
        type_with_call = type("LegacyModule", (LegacyModule,), {"__call__": lambda self, *args, **kwargs: self.call(*args, **kwargs)})
        module.__class__ = type_with_call
    return module


def to_function(source, feeds, fetches, checkpoint: str | None = None):
    """A `tf.function` with named arguments that computes `fetches` of the TF1 model in `source`.

    Its variables live as long as the function does; `function.module` has them. See `LegacyModule.function` for the arguments.
    """
    module = LegacyModule(open_legacy(source, checkpoint))
    function = module.function(feeds, fetches)
    function.module = module
    return function


def not_carried(source, feeds, fetches, checkpoint: str | None = None) -> list[str]:
    """What stands in the way of `to_function(source, feeds, fetches)`, each part by name with its reason; empty when nothing does."""
    model = open_legacy(source, checkpoint)
    return Plan(model, named(feeds), tf.nest.flatten(fetches)).problems
