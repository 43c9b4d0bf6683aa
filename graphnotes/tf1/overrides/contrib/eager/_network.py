"""Layers that belong together (tf.contrib.eager.Network)."""

from __future__ import annotations

import re

from graphnotes.tf1 import root as tf


class Network:
    """A base class for models: layers are added with `track_layer`, `call` says what the model computes.

    Args:
        name: of the variables' scope; the class name in snake case when None.

    Raises:
        ValueError: the name has a slash in it.
    """

    def __init__(self, name=None):
        if name is not None and "/" in name:
            raise ValueError("Forward slashes ('/') are not allowed in Network names.")
        snake = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", type(self).__name__)
        self._name = name or re.sub("([a-z])([A-Z])", r"\1_\2", snake).lower()
        self._layers: list = []
        self._scope = None

    @property
    def name(self) -> str:
        return self._name

    def track_layer(self, layer):
        """Add a layer or another Network; gives it.

        Raises:
            RuntimeError: `Network.__init__` was not called.
            TypeError: no layer.
        """
        if not hasattr(self, "_layers"):
            raise RuntimeError("Need to call Network.__init__ before adding layers")
        if not isinstance(layer, (Network, tf.layers.Layer, tf.keras.layers.Layer)):
            raise TypeError(f"Network.track_layer() passed type {type(layer)}, not a tf.layers.Layer")
        if isinstance(layer, tf.layers.Layer):
            layer._use_resource_variables = True
        self._layers.append(layer)
        return layer

    @property
    def layers(self) -> list:
        """The layers, in the order they were added."""
        return self._layers

    def get_layer(self, name=None, index=None):
        """A layer by its name or its place; ValueError when there is none, or both are given."""
        if (name is None) == (index is None):
            raise ValueError("Exactly one of name and index must be given.")
        if index is not None:
            if not 0 <= index < len(self._layers):
                raise ValueError(f"Was asked to retrieve layer at index {index} but the model only has {len(self._layers)} layers.")
            return self._layers[index]
        for layer in self._layers:
            if layer.name == name:
                return layer
        raise ValueError(f"No such layer: {name}")

    @property
    def variables(self) -> list:
        """All variables of the layers."""
        return [v for layer in self._layers for v in layer.variables]

    weights = variables

    @property
    def trainable_variables(self) -> list:
        """The variables of the layers that are trained."""
        return [v for layer in self._layers for v in layer.trainable_variables]

    trainable_weights = trainable_variables

    @property
    def losses(self) -> list:
        """The layers' losses."""
        return [loss for layer in self._layers for loss in layer.losses]

    def call(self, inputs, *args, **kwargs):
        """What the model computes."""
        raise NotImplementedError("Network is an abstract class; give your model a method call().")

    def __call__(self, inputs, *args, **kwargs):
        reuse = None if self._scope is None else tf.AUTO_REUSE
        with tf.variable_scope(
            self._scope, default_name=None if self._scope else self._name, reuse=reuse, use_resource=True
        ) as scope:
            self._scope = scope
            return self.call(inputs, *args, **kwargs)


class Sequential(Network):
    """Layers, each with the output of the one before for input. A layer may be any function."""

    def __init__(self, layers_funcs=None, name=None):
        super().__init__(name=name)
        self._functions: list = []
        for function in layers_funcs or ():
            self.add(function)

    def add(self, layer_func) -> None:
        """Add a layer, or a function that makes no variables."""
        if isinstance(layer_func, (Network, tf.layers.Layer, tf.keras.layers.Layer)):
            self.track_layer(layer_func)
        elif not callable(layer_func):
            raise TypeError("Sequential.add() takes only tf.layers.Layer objects or callables")
        self._functions.append(layer_func)

    def call(self, inputs, training=None):
        for function in self._functions:
            if isinstance(function, (tf.layers.Dropout, tf.layers.BatchNormalization)):
                inputs = function(inputs, training=bool(training))
            else:
                inputs = function(inputs)
        return inputs
