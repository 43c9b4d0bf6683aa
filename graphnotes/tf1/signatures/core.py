"""Parameters of TensorFlow's own functions in 1.15."""

from __future__ import annotations

from graphnotes.tf1.signatures import of

_GEN_ARRAY = "tensorflow.python.ops.gen_array_ops"


@of("tensorflow.python.ops.math_ops", "matmul")
def matmul(
    a,
    b,
    transpose_a=False,
    transpose_b=False,
    adjoint_a=False,
    adjoint_b=False,
    a_is_sparse=False,
    b_is_sparse=False,
    name=None,
): ...


@of("tensorflow.python.ops.nn_ops", "top_k")
def top_k(input, k=1, sorted=True, name=None): ...


@of(_GEN_ARRAY, "scatter_nd")
def scatter_nd(indices, updates, shape, name=None): ...


@of(_GEN_ARRAY, "tensor_scatter_add")
def tensor_scatter_add(tensor, indices, updates, name=None): ...


@of(_GEN_ARRAY, "tensor_scatter_sub")
def tensor_scatter_sub(tensor, indices, updates, name=None): ...


@of("tensorflow.python.ops.script_ops", "numpy_function")
def numpy_function(func, inp, Tout, name=None): ...


@of("tensorflow.python.ops.image_ops_impl", "adjust_jpeg_quality")
def adjust_jpeg_quality(image, jpeg_quality, name=None): ...


@of("tensorflow.python.ops.stateful_random_ops", "create_rng_state", algorithm="alg")
def create_rng_state(seed, algorithm): ...


@of("tensorflow.python.framework.config", "set_logical_device_configuration", virtual_devices="logical_devices")
def set_virtual_device_configuration(device, virtual_devices): ...


@of("tensorflow.python.autograph.lang.directives", "set_loop_options", back_prop=None)
def set_loop_options(parallel_iterations=None, back_prop=None, swap_memory=None, maximum_iterations=None): ...


@of(
    "tensorflow.python.eager.polymorphic_function.polymorphic_function",
    "function",
    experimental_relax_shapes="reduce_retracing",
    experimental_compile="jit_compile",
)
def function(
    func=None,
    input_signature=None,
    autograph=True,
    experimental_autograph_options=None,
    experimental_relax_shapes=False,
    experimental_compile=None,
): ...
