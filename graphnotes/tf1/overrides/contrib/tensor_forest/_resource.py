"""A resource of a session that nodes make, save and restore: a tree, or its statistics."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ClassVar

import numpy as np
from tensorflow.python.ops import resources
from tensorflow.python.training import saver

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest import _params, _state


class Savable(saver.BaseSaverBuilder.SaveableObject):
    """How a resource is saved and restored: a message under the resource's name, through nodes `<kind>Serialize` and `<kind>Deserialize`."""

    kind: ClassVar[str]

    def __init__(self, params, handle, create_op, name):
        self.params, self._handle, self._create_op = params, handle, create_op
        serialized = _state.node(f"{self.kind}Serialize", _serialize, [handle], [], [tf.string])
        serialized.set_shape([])
        super().__init__(handle, [saver.BaseSaverBuilder.SaveSpec(serialized, "", name)], name)

    def restore(self, restored_tensors, unused_restored_shapes):
        """The op that restores the resource."""
        with tf.control_dependencies([self._create_op]):
            return _state.node(f"{self.kind}Deserialize", _deserialize, [self._handle], [restored_tensors[0]], [])


class Variable:
    """A resource of a session, and the op `Create<kind>Variable` that makes it with `make(params, config)`."""

    kind: ClassVar[str]
    config_name: ClassVar[str]
    make: ClassVar[Callable]

    def __init__(self, params, config, name, container=None):
        self._params, self._config = params, config
        self._init_op = None
        self.resource_handle = _state.handle(name, name.rstrip("/"), container)

    @property
    def initializer(self):
        if self._init_op is None:
            self._init_op = self._create()
        return self._init_op

    def is_initialized(self):
        return _state.is_initialized(self.resource_handle, f"{self.kind}IsInitializedOp")

    def _create(self):
        op_type, message = f"Create{self.kind}Variable", self._params.serialized_params_proto
        read = _params.read(message)
        with tf.name_scope(op_type) as scope:
            config = tf.convert_to_tensor(self._config, tf.string, name=self.config_name)
            make = functools.partial(type(self).make, read)
            return _state.create(op_type, self.resource_handle, config, make, key=message, name=scope)


def register(variable: Variable, savable: Callable):
    """Let the session's resources initialize a variable, and a Saver save it through `savable(handle, create_op, name)`; its handle."""
    create_op, is_initialized = variable.initializer, variable.is_initialized()
    handle = variable.resource_handle
    tf.add_to_collection(tf.GraphKeys.SAVEABLE_OBJECTS, savable(handle, create_op, handle.name))
    resources.register_resource(handle, create_op, is_initialized)
    return handle


def _serialize(kept):
    with kept.lock:
        return [np.array(kept.serialized(), object)]


def _deserialize(kept, config):
    with kept.lock:
        kept.restore(config)
    return []
