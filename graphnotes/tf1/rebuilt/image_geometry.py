"""Images cut, turned and resized: an unknown rank is taken for 3, and sizes are worked out in 1.15's precision."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    control_flow_ops,
    gen_image_ops,
    image_ops_impl,
    math_ops,
)
from tensorflow.python.ops import cond as cond_ops

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.rebuilt.image_ops_impl import _as_batch

_MODULE = "tensorflow.python.ops.image_ops_impl"


def _checked(image):
    """The image with its checks, and whether it is a batch.

    Raises:
        ValueError: neither 3 nor 4 dimensions.
    """
    image = image_ops_impl._AssertAtLeast3DImage(ops.convert_to_tensor(image, name="image"))
    rank = image.shape.ndims
    if rank not in (None, 3, 4):
        raise ValueError(f"'image' (shape {image.shape}) must have either 3 or 4 dimensions.")
    return image, rank == 4


@rebuild(_MODULE, "_flip")
def flip(image, flip_index, scope_name):
    """`tf.image.flip_left_right` and `flip_up_down`."""
    with ops.name_scope(None, scope_name, [image]):
        image, is_batch = _checked(image)
        if is_batch:
            return array_ops.reverse(image, [flip_index + 1])
        return image_ops_impl.fix_image_flip_shape(image, array_ops.reverse(image, [flip_index]))


@rebuild(_MODULE, "_random_flip")
def random_flip(image, flip_index, random_func, scope_name):
    """`tf.image.random_flip_left_right` and `random_flip_up_down`."""
    if ops.convert_to_tensor(image).shape.ndims is not None:
        return random_flip.original(image, flip_index, random_func, scope_name)
    with ops.name_scope(None, scope_name, [image]) as scope:
        image, _ = _checked(image)
        mirrored = math_ops.less(random_func(shape=[], minval=0, maxval=1.0), 0.5)
        flipped = cond_ops.cond(
            mirrored, lambda: array_ops.reverse(image, [flip_index]), lambda: image, name=scope
        )
        return image_ops_impl.fix_image_flip_shape(image, flipped)


@rebuild(_MODULE, "rot90")
def rot90(image, k=1, name=None):
    """`tf.image.rot90`: turned left k times."""
    with ops.name_scope(name, "rot90", [image, k]) as scope:
        image, is_batch = _checked(image)
        k = ops.convert_to_tensor(k, dtype=dtypes.int32, name="k")
        k.shape.assert_has_rank(0)
        k = math_ops.mod(k, 4)
        turn = image_ops_impl._rot90_4D if is_batch else image_ops_impl._rot90_3D
        return turn(image, k, scope)


@rebuild(_MODULE, "transpose")
def transpose(image, name=None):
    """`tf.image.transpose_image`: rows become columns."""
    with ops.name_scope(name, "transpose", [image]):
        image, is_batch = _checked(image)
        return array_ops.transpose(image, [0, 2, 1, 3] if is_batch else [1, 0, 2], name=name)


@rebuild(_MODULE, "central_crop")
def central_crop(image, central_fraction):
    """`tf.image.central_crop`: the middle of the image, `central_fraction` of its height and width.

    Raises:
        ValueError: the fraction isn't within (0, 1], or the image has neither 3 nor 4 dimensions.
    """
    with ops.name_scope(None, "central_crop", [image]):
        image = ops.convert_to_tensor(image, name="image")
        if central_fraction <= 0.0 or central_fraction > 1.0:
            raise ValueError(f"central_fraction must be within (0, 1], and is {central_fraction}")
        if central_fraction == 1.0:
            return image
        image_ops_impl._AssertAtLeast3DImage(image)
        rank = image.shape.ndims
        if rank not in (3, 4):
            raise ValueError(f"`image` should either be a Tensor with rank = 3 or rank = 4. Had rank = {rank}.")
        known = image.shape.as_list()[-3:-1]
        first = rank - 3
        sizes = [array_ops.shape(image)[first + i] if size is None else size for i, size in enumerate(known)]
        starts = [_start(size, central_fraction) for size in sizes]
        lengths = [size - start * 2 for size, start in zip(sizes, starts)]
        before = [0] * first
        begin = array_ops_stack.stack([*before, *starts, 0])
        size = array_ops_stack.stack([*(-1 for _ in before), *lengths, -1])
        cropped = array_ops.slice(image, begin, size)
        static = [None if image_ops_impl._is_tensor(length) else length for length in lengths]
        cropped.set_shape([*image.shape.as_list()[:first], *static, image.shape[-1]])
        return cropped


def _start(size, fraction):
    """Where the middle `fraction` of `size` pixels begins, in double precision."""
    if image_ops_impl._is_tensor(size):
        size = math_ops.cast(size, dtypes.float64)
        return math_ops.cast((size - size * fraction) / 2, dtypes.int32)
    return int((float(size) - float(size) * fraction) / 2)


@rebuild(_MODULE, "_resize_images_common")
def resize_images_common(images, resizer_fn, size, preserve_aspect_ratio, name, skip_resize_if_same):
    """`tf.image.resize_images`; a given size stays a number where the aspect ratio is kept."""
    if not preserve_aspect_ratio:
        return resize_images_common.original(
            images, resizer_fn, size, preserve_aspect_ratio, name, skip_resize_if_same
        )
    with ops.name_scope(name, "resize", [images, size]):
        images = ops.convert_to_tensor(images, name="images")
        if images.shape.ndims is None:
            raise ValueError("'images' contains no shape.")
        images, was_batch = _as_batch(images)
        *_, height, width, _ = images.shape.as_list()
        size = _fitting(images, _target(size))
        known = ops.convert_to_tensor(size, dtypes.int32, name="size")
        static = image_ops_impl.tensor_util.constant_value_as_shape(known).as_list()
        if not (skip_resize_if_same and None not in static and static == [height, width]):
            images = resizer_fn(images, known)
            images.set_shape([None, *static, None])
        return images if was_batch else array_ops.squeeze(images, axis=[0])


def _target(size) -> list:
    """Height and width of a size, as numbers."""
    try:
        size = ops.convert_to_tensor(size, dtypes.int32, name="size")
    except (TypeError, ValueError):
        raise ValueError("'size' must be a 1-D int32 Tensor") from None
    if not size.shape.is_compatible_with([2]):
        raise ValueError("'size' must be a 1-D Tensor of 2 elements: new_height, new_width")
    static = image_ops_impl.tensor_util.constant_value_as_shape(size).as_list()
    if None in static:
        raise ValueError("None values not supported: preserve_aspect_ratio needs a size known when the graph is built")
    return static


def _fitting(images, target) -> list:
    """The greatest size of the images' own aspect ratio that fits in a target."""
    _, *current, _ = image_ops_impl._ImageDimensions(images, rank=4)

    def single(number):
        return math_ops.cast(number, dtypes.float32)

    ratios = [single(wanted) / single(size) for wanted, size in zip(target, current)]
    scale = math_ops.minimum(*ratios)
    return [math_ops.cast(math_ops.round(scale * single(size)), dtypes.int32) for size in current]


@rebuild(_MODULE, "_resize_image_with_pad_common")
def resize_image_with_pad_common(image, target_height, target_width, resize_fn):
    """`tf.image.resize_image_with_pad`: the ratio is found in double precision.

    Raises:
        ValueError: neither 3 nor 4 dimensions, or an empty target.
    """
    with ops.name_scope(None, "resize_image_with_pad", [image]):
        image, was_batch = _as_batch(ops.convert_to_tensor(image, name="image"))
        checks = image_ops_impl._CheckAtLeast3DImage(image, require_static=False)
        checks += image_ops_impl._assert(target_width > 0, ValueError, "target_width must be > 0.")
        checks += image_ops_impl._assert(target_height > 0, ValueError, "target_height must be > 0.")
        image = control_flow_ops.with_dependencies(checks, image)
        _, height, width, _ = image_ops_impl._ImageDimensions(image, rank=4)
        sizes = [math_ops.cast(size, dtypes.float64) for size in (height, width)]
        targets = [math_ops.cast(size, dtypes.float64) for size in (target_height, target_width)]
        ratio = math_ops.maximum(sizes[1] / targets[1], sizes[0] / targets[0])
        fitting = [size / ratio for size in sizes]
        resized = [math_ops.cast(math_ops.floor(size), dtypes.int32) for size in fitting]
        margins = [(target - size) / 2 for target, size in zip(targets, fitting)]
        margins = [math_ops.floor(margin) for margin in margins]
        margins = [math_ops.maximum(0, math_ops.cast(margin, dtypes.int32)) for margin in margins]
        padded = image_ops_impl.pad_to_bounding_box(
            resize_fn(image, resized), *margins, target_height, target_width
        )
        return padded if was_batch else array_ops.squeeze(padded, axis=[0])


@rebuild(_MODULE, "combined_non_max_suppression")
def combined_non_max_suppression(
    boxes,
    scores,
    max_output_size_per_class,
    max_total_size,
    iou_threshold=0.5,
    score_threshold=float("-inf"),
    pad_per_class=False,
    clip_boxes=True,
    name=None,
):
    """`tf.image.combined_non_max_suppression`: sizes are inputs of the op itself."""
    with ops.name_scope(name, "combined_non_max_suppression"):
        iou_threshold = ops.convert_to_tensor(iou_threshold, dtype=dtypes.float32, name="iou_threshold")
        score_threshold = ops.convert_to_tensor(score_threshold, dtype=dtypes.float32, name="score_threshold")
        return gen_image_ops.combined_non_max_suppression(
            boxes,
            scores,
            max_output_size_per_class,
            max_total_size,
            iou_threshold,
            score_threshold,
            pad_per_class,
            clip_boxes,
        )
