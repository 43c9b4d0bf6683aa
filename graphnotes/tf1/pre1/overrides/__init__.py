"""tf.<name> as it was before 1.0."""

from graphnotes.tf1 import root as tf

mul, sub, neg, inv, select = tf.multiply, tf.subtract, tf.negative, tf.reciprocal, tf.where
pack, unpack = tf.stack, tf.unstack
complex_abs, list_diff = tf.abs, tf.setdiff1d
histogram_summary, merge_summary = tf.summary.histogram, tf.summary.merge
batch_cholesky, batch_cholesky_solve = tf.cholesky, tf.cholesky_solve
batch_matrix_inverse, batch_matrix_determinant = tf.matrix_inverse, tf.matrix_determinant
batch_matrix_solve, batch_matrix_solve_ls = tf.matrix_solve, tf.matrix_solve_ls
batch_matrix_triangular_solve, batch_self_adjoint_eig, batch_svd = tf.matrix_triangular_solve, tf.self_adjoint_eig, tf.svd
batch_matrix_diag, batch_matrix_diag_part, batch_matrix_set_diag = tf.matrix_diag, tf.matrix_diag_part, tf.matrix_set_diag
batch_matrix_band_part, batch_matrix_transpose = tf.matrix_band_part, tf.matrix_transpose
batch_fft, batch_fft2d, batch_fft3d = tf.fft, tf.fft2d, tf.fft3d
batch_ifft, batch_ifft2d, batch_ifft3d = tf.ifft, tf.ifft2d, tf.ifft3d


def batch_matmul(x, y, adj_x=False, adj_y=False, name=None):
    """Multiplies matrices in the last two dimensions: (..., r, c) by (..., c, k)."""
    return tf.matmul(x, y, adjoint_a=adj_x, adjoint_b=adj_y, name=name)


def _is_dimension(value) -> bool:
    """Whether an argument is a dimension rather than what is concatenated or split."""
    return isinstance(value, int) or (not isinstance(value, (list, tuple)) and tf.convert_to_tensor(value).shape.ndims == 0)


def concat(concat_dim=None, values=None, name="concat", axis=None):
    """Joins tensors along a dimension: `concat(dim, values)`, or 1.0's `concat(values, axis)`."""
    if axis is not None:
        return tf.concat(values if values is not None else concat_dim, axis, name=name)
    if isinstance(concat_dim, (list, tuple)) or not _is_dimension(concat_dim):
        concat_dim, values = values, concat_dim
    return tf.concat(values, concat_dim, name=name)


def split(split_dim=None, num_split=None, value=None, name="split", axis=None, num_or_size_splits=None):
    """Splits a tensor along a dimension into `num_split` parts: `split(dim, num, value)`, or 1.0's `split(value, num, axis)`."""
    if axis is not None or num_or_size_splits is not None:
        parts = num_or_size_splits if num_or_size_splits is not None else num_split
        return tf.split(value if value is not None else split_dim, parts, axis or 0, name=name)
    if value is None or not _is_dimension(split_dim):
        return tf.split(split_dim, num_split, 0 if value is None else value, name=name)
    return tf.split(value, num_split, split_dim, name=name)


def reverse(tensor, dims=None, name=None, axis=None):
    """Reverses the dimensions whose flag in `dims` is true, or, as from 1.0, those listed."""
    dims = axis if dims is None else dims
    flags = list(dims) if isinstance(dims, (list, tuple)) else None
    if flags and all(isinstance(flag, bool) for flag in flags):
        dims = [i for i, flag in enumerate(flags) if flag]
    return tf.reverse(tensor, dims, name=name)


def scalar_summary(tags, values, collections=None, name=None):
    """A summary of scalars: one for each tag, where `tags` is a list."""
    if isinstance(tags, (list, tuple)):
        parts = tf.unstack(tf.convert_to_tensor(values))
        return tf.summary.merge([tf.summary.scalar(tag, part, collections) for tag, part in zip(tags, parts)], name=name)
    return tf.summary.scalar(_tag(tags), values, collections)


def _tag(tag) -> str:
    """A tag as a string: a constant tensor's value."""
    if isinstance(tag, str):
        return tag
    value = tf.get_static_value(tf.convert_to_tensor(tag))
    if value is None:
        raise ValueError("a summary's tag has to be known when the graph is built: give it as a string")
    return value.item().decode() if hasattr(value, "item") else str(value)


def image_summary(tag, tensor, max_images=3, collections=None, name=None):
    """A summary of images: (batch, height, width, channels)."""
    return tf.summary.image(_tag(tag), tensor, max_images, collections)


def audio_summary(tag, tensor, sample_rate, max_outputs=3, collections=None, name=None):
    """A summary of sounds: (batch, frames) or (batch, frames, channels)."""
    return tf.summary.audio(_tag(tag), tensor, sample_rate, max_outputs, collections)


def merge_all_summaries(key=None):
    """All summaries collected in the graph as one; None where there are none."""
    return tf.summary.merge_all(tf.GraphKeys.SUMMARIES if key is None else key)


__all__ = [
    "audio_summary", "batch_cholesky", "batch_cholesky_solve", "batch_fft", "batch_fft2d", "batch_fft3d", "batch_ifft", "batch_ifft2d",
    "batch_ifft3d", "batch_matmul", "batch_matrix_band_part", "batch_matrix_determinant", "batch_matrix_diag", "batch_matrix_diag_part",
    "batch_matrix_inverse", "batch_matrix_set_diag", "batch_matrix_solve", "batch_matrix_solve_ls", "batch_matrix_transpose",
    "batch_matrix_triangular_solve", "batch_self_adjoint_eig", "batch_svd", "complex_abs", "concat", "histogram_summary", "image_summary",
    "inv", "list_diff", "merge_all_summaries", "merge_summary", "mul", "neg", "pack", "reverse", "scalar_summary", "select", "split", "sub",
    "unpack",
]  # fmt: skip
