"""tf.contrib.slim.tfexample_decoder: items out of serialized tf.Examples."""

from __future__ import annotations

import abc

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.slim.data_decoder import DataDecoder

__all__ = [
    "BackupHandler",
    "BoundingBox",
    "Image",
    "ItemHandler",
    "ItemHandlerCallback",
    "LookupTensor",
    "SparseTensor",
    "TFExampleDecoder",
    "Tensor",
]


class ItemHandler(abc.ABC):
    """Makes an item of the features `keys`."""

    def __init__(self, keys):
        self._keys = keys if isinstance(keys, (tuple, list)) else [keys]

    @property
    def keys(self):
        return self._keys

    @abc.abstractmethod
    def tensors_to_item(self, keys_to_tensors):
        """The item, from {key: tensor}."""


class ItemHandlerCallback(ItemHandler):
    """An item that a function makes of {key: tensor}."""

    def __init__(self, keys, func):
        super().__init__(keys)
        self._func = func

    def tensors_to_item(self, keys_to_tensors):
        return self._func(keys_to_tensors)


class BoundingBox(ItemHandler):
    """Boxes [number, 4] of the features ymin, xmin, ymax and xmax. ValueError unless there are four keys."""

    def __init__(self, keys=None, prefix=""):
        keys = ["ymin", "xmin", "ymax", "xmax"] if keys is None else keys
        if len(keys) != 4:
            raise ValueError(f"BoundingBox expects 4 keys but got {len(keys)}")
        super().__init__([prefix + key for key in keys])

    def tensors_to_item(self, keys_to_tensors):
        sides = []
        for key in self.keys:
            side = keys_to_tensors[key]
            sides.append(tf.expand_dims(side.values if isinstance(side, tf.SparseTensor) else side, 0))
        return tf.transpose(tf.concat(sides, 0))


class Tensor(ItemHandler):
    """A feature as a dense tensor, in a shape that is given or stands in other features.

    Raises:
        ValueError: both shapes.
    """

    def __init__(self, tensor_key, shape_keys=None, shape=None, default_value=0):
        if shape_keys and shape is not None:
            raise ValueError("Cannot specify both shape_keys and shape parameters.")
        shape_keys = [shape_keys] if shape_keys and not isinstance(shape_keys, list) else shape_keys
        super().__init__([tensor_key, *(shape_keys or ())])
        self._shape_keys, self._shape, self._default_value = shape_keys, shape, default_value

    def tensors_to_item(self, keys_to_tensors):
        tensor, shape = keys_to_tensors[self.keys[0]], self._shape
        if self._shape_keys:
            sizes = [_dense(keys_to_tensors[key]) for key in self._shape_keys]
            shape = tf.reshape(tf.stack(sizes), [-1])
        if isinstance(tensor, tf.SparseTensor):
            if shape is not None:
                tensor = tf.sparse_reshape(tensor, shape)
            return tf.sparse_tensor_to_dense(tensor, self._default_value)
        return tensor if shape is None else tf.reshape(tensor, shape)


def _dense(tensor):
    return tf.sparse_tensor_to_dense(tensor) if isinstance(tensor, tf.SparseTensor) else tensor


class LookupTensor(Tensor):
    """A feature's values looked up in a table."""

    def __init__(self, tensor_key, table, shape_keys=None, shape=None, default_value=""):
        super().__init__(tensor_key, shape_keys, shape, default_value)
        self._table = table

    def tensors_to_item(self, keys_to_tensors):
        return self._table.lookup(super().tensors_to_item(keys_to_tensors))


class BackupHandler(ItemHandler):
    """One handler's item, or another's when the first one is empty. ValueError unless both are handlers."""

    def __init__(self, handler, backup):
        for which, one in (("Primary", handler), ("Backup", backup)):
            if not isinstance(one, ItemHandler):
                raise ValueError(f"{which} handler is of type {type(one)} instead of ItemHandler")
        super().__init__(handler.keys + backup.keys)
        self._handler, self._backup = handler, backup

    def tensors_to_item(self, keys_to_tensors):
        item = self._handler.tensors_to_item(keys_to_tensors)
        return tf.cond(
            pred=tf.equal(tf.reduce_prod(tf.shape(item)), 0),
            true_fn=lambda: self._backup.tensors_to_item(keys_to_tensors),
            false_fn=lambda: item,
        )


class SparseTensor(ItemHandler):
    """A sparse tensor of features with indices and values; `densify` makes it a dense one."""

    def __init__(
        self, indices_key=None, values_key=None, shape_key=None, shape=None, densify=False, default_value=0
    ):
        indices_key, values_key = indices_key or "indices", values_key or "values"
        super().__init__([indices_key, values_key, *([shape_key] if shape_key else [])])
        self._shape_key, self._shape = shape_key, shape
        self._densify, self._default_value = densify, default_value

    def tensors_to_item(self, keys_to_tensors):
        indices, values = (keys_to_tensors[key] for key in self.keys[:2])
        if self._shape_key:
            shape = _dense(keys_to_tensors[self._shape_key])
        else:
            shape = self._shape or indices.dense_shape
        rank = tf.shape(indices.indices)[1]
        ids = tf.cast(indices.values, tf.int64)
        kept = tf.slice(indices.indices, [0, 0], tf.stack([-1, rank - 1]))
        tensor = tf.SparseTensor(tf.concat([kept, tf.reshape(ids, [-1, 1])], 1), values.values, shape)
        return tf.sparse_tensor_to_dense(tensor, self._default_value) if self._densify else tensor


class Image(ItemHandler):
    """An image [height, width, channels] of an encoded feature: JPEG, PNG, GIF, BMP, or raw as its format says.

    Args:
        repeated: the feature holds several images, which get one more dimension.
    """

    def __init__(
        self,
        image_key=None,
        format_key=None,
        shape=None,
        channels=3,
        dtype=tf.uint8,
        repeated=False,
        dct_method="",
    ):
        super().__init__([image_key or "image/encoded", format_key or "image/format"])
        self._shape, self._channels, self._dtype = shape, channels, dtype
        self._repeated, self._dct_method = repeated, dct_method

    def tensors_to_item(self, keys_to_tensors):
        encoded, image_format = (keys_to_tensors[key] for key in self.keys)
        if self._repeated:
            return tf.map_fn(lambda one: self._decode(one, image_format), encoded, dtype=self._dtype)
        return self._decode(encoded, image_format)

    def _decode(self, encoded, image_format):
        def any_image():
            return tf.cast(tf.image.decode_image(encoded, channels=self._channels), self._dtype)

        def jpeg():
            decoded = tf.image.decode_jpeg(encoded, channels=self._channels, dct_method=self._dct_method)
            return tf.cast(decoded, self._dtype)

        def jpeg_or_other():
            return tf.cond(tf.image.is_jpeg(encoded), jpeg, any_image, name="cond_jpeg")

        def raw():
            return tf.decode_raw(encoded, out_type=self._dtype)

        is_raw = tf.logical_or(tf.equal(image_format, "raw"), tf.equal(image_format, "RAW"))
        image = tf.case([(is_raw, raw)], default=jpeg_or_other, exclusive=True)
        image.set_shape([None, None, self._channels])
        return image if self._shape is None else tf.reshape(image, self._shape)


class TFExampleDecoder(DataDecoder):
    """Parses a serialized tf.Example and makes items of its features.

    Args:
        keys_to_features: {feature: tf.FixedLenFeature or tf.VarLenFeature}.
        items_to_handlers: {item: `ItemHandler`}.
    """

    def __init__(self, keys_to_features, items_to_handlers):
        self._features, self._handlers = keys_to_features, items_to_handlers

    def list_items(self):
        return list(self._handlers)

    def decode(self, serialized_example, items=None):
        """The items' tensors (default: all of them, in their order)."""
        example = tf.parse_single_example(serialized_example, self._features)
        for key in sorted(self._features):
            feature = self._features[key]
            if isinstance(feature, tf.FixedLenFeature):
                example[key] = tf.reshape(example[key], feature.shape)
        handlers = [self._handlers[item] for item in items or self._handlers]
        return [handler.tensors_to_item({key: example[key] for key in handler.keys}) for handler in handlers]
