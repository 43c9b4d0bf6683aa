"""The image functions of `scipy.misc` before SciPy 1.2, on Pillow: same scaling, same rounding, same modes.

Source: the documentation of scipy.misc in SciPy 1.0 (`imread`, `imsave`, `imresize`, `imrotate`, `toimage`, `fromimage`,
`bytescale`, `imfilter`, `imshow`).
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

_RESAMPLE = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "cubic": 3}
_FILTERS = (
    "blur", "contour", "detail", "edge_enhance", "edge_enhance_more", "emboss", "find_edges", "smooth", "smooth_more", "sharpen",
)  # fmt: skip


def bytescale(data, cmin=None, cmax=None, high=255, low=0):
    """Scales an array's range [cmin, cmax] to bytes in [low, high]; an array of bytes is returned as it is.

    Raises:
        ValueError: `high` or `low` is not within 0..255, or cmax < cmin.
    """
    if data.dtype == np.uint8:
        return data
    if high > 255 or low < 0 or high < low:
        raise ValueError(f"`low` and `high` must be within 0..255 and in order, not {low} and {high}.")
    cmin = data.min() if cmin is None else cmin
    cmax = data.max() if cmax is None else cmax
    span = cmax - cmin
    if span < 0:
        raise ValueError("`cmax` should be larger than `cmin`.")
    scale = float(high - low) / (float(span) or 1.0)
    scaled = (data - cmin) * scale + low
    return (scaled.clip(low, high) + 0.5).astype(np.uint8)


def fromimage(im, flatten=False, mode=None):
    """A Pillow image as an array: (rows, columns) or (rows, columns, channels); `flatten` gives one float32 channel."""
    if not isinstance(im, Image.Image):
        raise TypeError("Input is not a PIL image.")
    if mode is not None:
        im = im if im.mode == mode else im.convert(mode)
    elif im.mode == "P":
        im = im.convert("RGBA" if "transparency" in im.info else "RGB")
    if flatten:
        im = im.convert("F")
    elif im.mode == "1":
        im = im.convert("L")
    return np.array(im)


def _channels_last(data: np.ndarray, channel_axis: int | None) -> np.ndarray:
    if channel_axis is None:
        found = [axis for axis, size in enumerate(data.shape) if size == 3] or [a for a, size in enumerate(data.shape) if size == 4]
        if not found:
            raise ValueError("Could not find channel dimension.")
        channel_axis = found[0]
    if data.shape[channel_axis] not in (3, 4):
        raise ValueError("Channel axis dimension is not valid.")
    return np.moveaxis(data, channel_axis, -1)


def toimage(arr, high=255, low=0, cmin=None, cmax=None, pal=None, mode=None, channel_axis=None):
    """An array as a Pillow image, its values scaled to bytes (see `bytescale`) unless they are bytes already.

    Args:
        arr: (rows, columns), or three dimensions of which one (`channel_axis`; default: the first of size 3, then 4) is colour.
        mode: "L", "P", "I", "F" or "1" for two dimensions; "RGB", "RGBA", "CMYK", "YCbCr" for three.

    Raises:
        ValueError: the array's shape suits no image, or it is complex.
    """
    data = np.asarray(arr)
    if np.iscomplexobj(data):
        raise ValueError("Cannot convert a complex-valued array.")
    if data.ndim not in (2, 3):
        raise ValueError("'arr' does not have a suitable array shape for any mode.")
    if data.ndim == 3:
        pixels = np.ascontiguousarray(bytescale(_channels_last(data, channel_axis), cmin, cmax, high, low))
        natural = "RGB" if pixels.shape[2] == 3 else "RGBA"
        if mode in (None, natural):
            return Image.fromarray(pixels)
        return Image.frombytes(mode, (pixels.shape[1], pixels.shape[0]), pixels.tobytes())
    size = (data.shape[1], data.shape[0])
    if mode == "F":
        return Image.frombytes("F", size, data.astype(np.float32).tobytes())
    if mode == "I":
        return Image.frombytes("I", size, data.astype(np.int32).tobytes())
    if mode == "1":
        return Image.fromarray(bytescale(data, cmin, cmax, high, low) > 128)
    image = Image.fromarray(bytescale(data, cmin, cmax, high, low))
    if mode == "P" or pal is not None:
        palette = np.asarray(pal, dtype=np.uint8) if pal is not None else np.arange(256, dtype=np.uint8)[:, None] * np.ones(3, np.uint8)
        image = Image.frombytes("P", size, image.tobytes())
        image.putpalette(palette.tobytes())
    return image


def imread(name, flatten=False, mode=None):
    """An image file as an array (see `fromimage`)."""
    with Image.open(name) as image:
        return fromimage(image, flatten=flatten, mode=mode)


def imsave(name, arr, format=None):
    """Writes an array as an image file, its values scaled to the full range of bytes unless they are bytes."""
    image = toimage(arr, channel_axis=2)
    if format is None:
        image.save(name)
    else:
        image.save(name, format)


def imresize(arr, size, interp="bilinear", mode=None):
    """Resizes to a percentage (int), a fraction (float) or (rows, columns); gives bytes."""
    image = toimage(arr, mode=mode)
    if isinstance(size, (float, np.floating)):
        new = tuple((np.array(image.size) * size).astype(int))
    elif np.ndim(size) == 0:
        new = tuple((np.array(image.size) * (size / 100.0)).astype(int))
    else:
        new = (size[1], size[0])
    return fromimage(image.resize((int(new[0]), int(new[1])), resample=_RESAMPLE[interp]))


def imrotate(arr, angle, interp="bilinear"):
    """Rotates counter-clockwise by `angle` degrees about the centre, keeping the size."""
    return fromimage(toimage(arr).rotate(angle, resample=_RESAMPLE[interp]))


def imfilter(arr, ftype):
    """Applies one of Pillow's named filters (`blur`, `sharpen`, `find_edges`, ...)."""
    if ftype not in _FILTERS:
        raise ValueError("Unknown filter type.")
    return fromimage(toimage(arr).filter(getattr(ImageFilter, ftype.upper())))


def imshow(arr):
    """Shows an array in the system's image viewer."""
    toimage(arr).show()


def face(gray=False):
    """SciPy's picture of a raccoon (768 x 1024), which it now downloads; see `scipy.datasets.face`."""
    from scipy.datasets import face

    return face(gray=gray)


def ascent():
    """SciPy's 512 x 512 grey picture, which it now downloads; see `scipy.datasets.ascent`."""
    from scipy.datasets import ascent

    return ascent()


def central_diff_weights(Np, ndiv=1):
    """The weights of an `Np`-point central estimate of the `ndiv`-th derivative at unit spacing."""
    if Np < ndiv + 1 or Np % 2 == 0:
        raise ValueError("The number of points must be odd and more than the order of the derivative.")
    x = np.arange(-(Np // 2), Np // 2 + 1.0)
    powers = x[:, np.newaxis] ** np.arange(Np)
    return np.prod(np.arange(1, ndiv + 1)) * np.linalg.inv(powers)[ndiv]


def derivative(func, x0, dx=1.0, n=1, args=(), order=3):
    """The `n`-th derivative of `func` at `x0` by a central difference of `order` points `dx` apart."""
    weights = central_diff_weights(order, n)
    values = [func(x0 + k * dx, *args) for k in range(-(order // 2), order // 2 + 1)]
    return sum(w * v for w, v in zip(weights, values)) / dx**n


FUNCTIONS = {
    function.__name__: function
    for function in (
        bytescale, fromimage, toimage, imread, imsave, imresize, imrotate, imfilter, imshow, face, ascent, central_diff_weights, derivative,
    )
}  # fmt: skip
