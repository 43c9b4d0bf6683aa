"""Images: an unknown rank is taken for 3, boxes are cut without reading the shape, and dtypes are kept."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    check_ops,
    control_flow_assert,
    control_flow_ops,
    gen_image_ops,
    image_ops_impl,
    math_ops,
    string_ops,
)
from tensorflow.python.ops import cond as cond_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.image_ops_impl"


@rebuild(_MODULE, "_CheckAtLeast3DImage")
def check_at_least_3d_image(image, require_static=True):
    """Assertions that every dimension, the batch included, is positive; none if the shape is known.

    Raises:
        ValueError: fewer than three dimensions, one of them 0, or unknown where it must be known.
    """
    shape = image.get_shape()
    try:
        shape = shape.with_rank(3) if shape.ndims is None else shape.with_rank_at_least(3)
    except ValueError:
        raise ValueError("'image' must be at least three-dimensional.") from None
    if require_static and not shape.is_fully_defined():
        raise ValueError("'image' must be fully defined.")
    if any(size == 0 for size in shape.as_list()):
        raise ValueError(f"all dims of 'image.shape' must be > 0: {shape}")
    if shape.is_fully_defined():
        return []
    return [
        check_ops.assert_positive(array_ops.shape(image), ["all dims of 'image.shape' must be > 0."]),
        check_ops.assert_greater_equal(
            array_ops.rank(image), 3, message="'image' must be at least three-dimensional."
        ),
    ]


def _as_batch(image):
    """The image as a batch of one, and whether it was a batch already."""
    rank = image.get_shape().ndims
    if rank == 4:
        return image, True
    if rank not in (None, 3):
        raise ValueError("'image' must have either 3 or 4 dimensions.")
    image = array_ops.expand_dims(image, 0)
    if rank is None:
        image.set_shape([None] * 4)
    return image, False


def _finished(result, sizes, was_batch: bool):
    result.set_shape([None if image_ops_impl._is_tensor(size) else size for size in sizes])
    return result if was_batch else array_ops.squeeze(result, axis=[0])


@rebuild(_MODULE, "crop_to_bounding_box")
def crop_to_bounding_box(image, offset_height, offset_width, target_height, target_width):
    """`tf.image.crop_to_bounding_box`: a slice that keeps the whole batch and all channels.

    Raises:
        ValueError: the box is empty or not inside the image.
    """
    with ops.name_scope(None, "crop_to_bounding_box", [image]):
        image, was_batch = _as_batch(ops.convert_to_tensor(image, name="image"))
        checks = image_ops_impl._CheckAtLeast3DImage(image, require_static=False)
        batch, height, width, depth = image_ops_impl._ImageDimensions(image, rank=4)

        def must(condition, message):
            checks.extend(image_ops_impl._assert(condition, ValueError, message))

        must(offset_width >= 0, "offset_width must be >= 0.")
        must(offset_height >= 0, "offset_height must be >= 0.")
        must(target_width > 0, "target_width must be > 0.")
        must(target_height > 0, "target_height must be > 0.")
        must(width >= (target_width + offset_width), "width must be >= target + offset.")
        must(height >= (target_height + offset_height), "height must be >= target + offset.")
        image = control_flow_ops.with_dependencies(checks, image)
        begin = array_ops_stack.stack([0, offset_height, offset_width, 0])
        size = array_ops_stack.stack([-1, target_height, target_width, -1])
        return _finished(array_ops.slice(image, begin, size), [batch, target_height, target_width, depth], was_batch)


@rebuild(_MODULE, "pad_to_bounding_box")
def pad_to_bounding_box(image, offset_height, offset_width, target_height, target_width):
    """`tf.image.pad_to_bounding_box`: zeros around the image.

    Raises:
        ValueError: the image with its offset doesn't fit.
    """
    with ops.name_scope(None, "pad_to_bounding_box", [image]):
        image, was_batch = _as_batch(ops.convert_to_tensor(image, name="image"))
        checks = image_ops_impl._CheckAtLeast3DImage(image, require_static=False)
        batch, height, width, depth = image_ops_impl._ImageDimensions(image, rank=4)
        right = target_width - offset_width - width
        below = target_height - offset_height - height

        def must(condition, message):
            checks.extend(image_ops_impl._assert(condition, ValueError, message))

        must(offset_height >= 0, "offset_height must be >= 0")
        must(offset_width >= 0, "offset_width must be >= 0")
        must(right >= 0, "width must be <= target - offset")
        must(below >= 0, "height must be <= target - offset")
        image = control_flow_ops.with_dependencies(checks, image)
        margins = array_ops_stack.stack([0, 0, offset_height, below, offset_width, right, 0, 0])
        padded = array_ops.pad(image, array_ops.reshape(margins, [4, 2]))
        return _finished(padded, [batch, target_height, target_width, depth], was_batch)


@rebuild(_MODULE, "per_image_standardization")
def per_image_standardization(image):
    """`tf.image.per_image_standardization`: (x - mean) / max(stddev, 1/sqrt(n)), in the dtype the image had."""
    with ops.name_scope(None, "per_image_standardization", [image]) as scope:
        image = ops.convert_to_tensor(image, name="image")
        image = image_ops_impl._AssertAtLeast3DImage(image)
        given = image.dtype
        if given not in (dtypes.float16, dtypes.float32):
            image = image_ops_impl.convert_image_dtype(image, dtypes.float32)
        count = math_ops.reduce_prod(array_ops.shape(image)[-3:])
        mean = math_ops.reduce_mean(image, axis=[-1, -2, -3], keepdims=True)
        deviation = math_ops.reduce_std(image, axis=[-1, -2, -3], keepdims=True)
        smallest = math_ops.rsqrt(math_ops.cast(count, image.dtype))
        deviation = math_ops.maximum(deviation, smallest)
        image -= mean
        image = math_ops.div(image, deviation, name=scope)
        return image_ops_impl.convert_image_dtype(image, given, saturate=True)


@rebuild(_MODULE, "convert_image_dtype")
def convert_image_dtype(image, dtype, saturate=False, name=None):
    """`tf.image.convert_image_dtype`; a narrower integer dtype is reached by `tf.div`."""
    image = ops.convert_to_tensor(image, name="image")
    dtype = dtypes.as_dtype(dtype)
    narrower = image.dtype.is_integer and dtype.is_integer and image.dtype.max > dtype.max
    if not narrower:
        return convert_image_dtype.original(image, dtype, saturate, name)
    with ops.name_scope(name, "convert_image", [image]) as scope:
        scaled = math_ops.div(image, (image.dtype.max + 1) // (dtype.max + 1))
        cast = math_ops.saturate_cast if saturate else math_ops.cast
        return cast(scaled, dtype, name=scope)


@rebuild(_MODULE, "adjust_jpeg_quality")
def adjust_jpeg_quality(image, jpeg_quality, dct_method="", name=None):
    """`tf.image.adjust_jpeg_quality`: encoded and decoded; values outside the range wrap around."""
    with ops.name_scope(name, "adjust_jpeg_quality", [image]):
        image = ops.convert_to_tensor(image, name="image")
        given = image.dtype
        image = image_ops_impl.convert_image_dtype(image, dtypes.uint8)
        if not image_ops_impl._is_tensor(jpeg_quality):
            jpeg_quality = ops.convert_to_tensor(jpeg_quality, dtype=dtypes.int32)
        image = gen_image_ops.decode_jpeg(gen_image_ops.encode_jpeg_variable_quality(image, jpeg_quality))
        return image_ops_impl.convert_image_dtype(image, given)


@rebuild(_MODULE, "non_max_suppression_padded")
def non_max_suppression_padded(
    boxes,
    scores,
    max_output_size,
    iou_threshold=0.5,
    score_threshold=float("-inf"),
    pad_to_max_output_size=False,
    name=None,
):
    """`tf.image.non_max_suppression_padded`: one NonMaxSuppressionV4."""
    with ops.name_scope(name, "non_max_suppression_padded"):
        iou_threshold = ops.convert_to_tensor(iou_threshold, name="iou_threshold")
        score_threshold = ops.convert_to_tensor(score_threshold, name="score_threshold")
        return gen_image_ops.non_max_suppression_v4(
            boxes, scores, max_output_size, iou_threshold, score_threshold, pad_to_max_output_size
        )


@rebuild(_MODULE, "ssim")
def ssim(img1, img2, max_val, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03):
    """`tf.image.ssim`: structural similarity of each pair of images (Wang et al. 2004), without a scope of its own."""
    _, _, checks = image_ops_impl._verify_compatible_image_shapes(img1, img2)
    with ops.control_dependencies(checks):
        img1 = array_ops.identity(img1)
    largest = image_ops_impl.convert_image_dtype(math_ops.cast(max_val, img1.dtype), dtypes.float32)
    img1 = image_ops_impl.convert_image_dtype(img1, dtypes.float32)
    img2 = image_ops_impl.convert_image_dtype(img2, dtypes.float32)
    by_channel, _ = image_ops_impl._ssim_per_channel(img1, img2, largest, filter_size, filter_sigma, k1, k2)
    return math_ops.reduce_mean(by_channel, [-1])


@rebuild(_MODULE, "decode_image")
def decode_image(contents, channels=None, dtype=dtypes.uint8, name=None, expand_animations=True):
    """`tf.image.decode_image`: looks at the first bytes and decodes JPEG, PNG, GIF or BMP; no static shape.

    Raises:
        ValueError: channels is none of None, 0, 1, 3, 4.
    """
    with ops.name_scope(name, "decode_image"):
        if channels not in (None, 0, 1, 3, 4):
            raise ValueError("channels must be in (None, 0, 1, 3, 4)")
        wanted = 0 if channels is None else channels
        start = string_ops.substr(contents, 0, 3)

        def converted(image):
            return image_ops_impl.convert_image_dtype(image, dtype)

        def bmp():
            is_bmp = math_ops.equal(string_ops.substr(contents, 0, 2), "BM", name="is_bmp")
            decodes = control_flow_assert.Assert(is_bmp, ["Unable to decode bytes as JPEG, PNG, GIF, or BMP"])
            fits = math_ops.not_equal(wanted, 1, name="check_channels")
            fits = control_flow_assert.Assert(fits, ["Channels must be in (None, 0, 3) when decoding BMP images"])
            with ops.control_dependencies([decodes, fits]):
                return converted(gen_image_ops.decode_bmp(contents))

        def gif():
            not_1 = math_ops.not_equal(wanted, 1, name="check_gif_channels")
            not_4 = math_ops.not_equal(wanted, 4, name="check_gif_channels")
            fits = math_ops.logical_and(not_1, not_4)
            fits = control_flow_assert.Assert(fits, ["Channels must be in (None, 0, 3) when decoding GIF images"])
            with ops.control_dependencies([fits]):
                frames = converted(gen_image_ops.decode_gif(contents))
                return frames if expand_animations else array_ops.gather(frames, 0)

        def gif_or_bmp():
            return cond_ops.cond(math_ops.equal(start, b"GIF", name="is_gif"), gif, bmp, name="cond_gif")

        def png():
            depth = dtypes.uint8 if dtype == dtypes.uint8 else dtypes.uint16
            return converted(gen_image_ops.decode_png(contents, wanted, dtype=depth))

        def png_gif_or_bmp():
            return cond_ops.cond(image_ops_impl._is_png(contents), png, gif_or_bmp, name="cond_png")

        def jpeg():
            fits = math_ops.not_equal(wanted, 4, name="check_jpeg_channels")
            fits = control_flow_assert.Assert(fits, ["Channels must be in (None, 0, 1, 3) when decoding JPEG images"])
            with ops.control_dependencies([fits]):
                return converted(gen_image_ops.decode_jpeg(contents, wanted))

        return cond_ops.cond(image_ops_impl.is_jpeg(contents), jpeg, png_gif_or_bmp, name="cond_jpeg")
