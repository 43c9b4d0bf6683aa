"""tensorflow.python.eager.function: `defun`, which became `tf.function`."""

from __future__ import annotations

from collections.abc import Callable

from tensorflow.python.eager.polymorphic_function import polymorphic_function

__all__ = ["defun", "defun_with_attributes"]


def defun(
    func: Callable | None = None,
    input_signature=None,
    autograph: bool = True,
    experimental_autograph_options=None,
    experimental_relax_shapes: bool = False,
):
    """Compile a Python function into a callable graph (tf.contrib.eager.defun); also as a decorator."""

    def decorate(function: Callable) -> Callable:
        return polymorphic_function.function(
            function,
            input_signature=input_signature,
            autograph=autograph,
            experimental_autograph_options=experimental_autograph_options,
            reduce_retracing=experimental_relax_shapes,
        )

    return decorate if func is None else decorate(func)


def defun_with_attributes(func: Callable | None = None, input_signature=None, attributes=None, autograph: bool = True, **options):
    """`defun`; attributes named a function for Grappler, which finds them without."""
    return defun(func, input_signature, autograph, **options)
