"""tf.data pipelines: the nodes an iterator puts between its dataset and itself, and the ops datasets are made of.

An iterator of 1.15 reads its dataset through the static optimizations (OptimizeDataset) and the autotuner (ModelDataset);
today's runtime adds both by itself, where no seed counts them.
"""

from __future__ import annotations

import warnings

import numpy as np
from tensorflow.python.data.ops import dataset_ops, iterator_ops, structured_function
from tensorflow.python.data.util import convert, nest
from tensorflow.python.eager import context
from tensorflow.python.framework import (
    constant_op,
    dtypes,
    none_tensor,
    ops,
    random_seed,
)
from tensorflow.python.ops import (
    array_ops,
    gen_dataset_ops,
    gen_experimental_dataset_ops,
    math_ops,
)

from graphnotes.tf1.rebuilt import rebuild

_DATA_OPS = "tensorflow.python.data.ops"
_BY_DEFAULT = ("map_and_batch_fusion", "noop_elimination", "shuffle_and_repeat_fusion")
_ON_REQUEST = ("filter_fusion", "map_and_filter_fusion", "map_fusion", "map_parallelization", "parallel_batch")


@rebuild(f"{_DATA_OPS}.dataset_ops", "DatasetV1._make_initializable_iterator")
def make_initializable_iterator(self, shared_name=None):
    dataset_ops._ensure_same_dataset_graph(self)
    dataset = _as_iterated(self)
    resource = gen_dataset_ops.iterator_v2(container="", shared_name=shared_name or "", **self._flat_structure)
    with ops.colocate_with(resource):
        initializer = gen_dataset_ops.make_iterator(dataset._variant_tensor, resource)
    return iterator_ops.Iterator(
        resource,
        initializer,
        dataset_ops.get_legacy_output_types(dataset),
        dataset_ops.get_legacy_output_shapes(dataset),
        dataset_ops.get_legacy_output_classes(dataset),
    )


@rebuild(f"{_DATA_OPS}.dataset_ops", "DatasetV1._make_one_shot_iterator")
def make_one_shot_iterator(self):
    self.__dict__["_apply_debug_options"] = lambda: _as_iterated(self)
    try:
        return make_one_shot_iterator.original(self)
    finally:
        del self.__dict__["_apply_debug_options"]


def _as_iterated(dataset):
    """The dataset as an iterator reads it."""
    structure = dataset._flat_structure
    variant = dataset._variant_tensor
    options = dataset.options()
    threading = options.threading
    if (most := threading.max_intra_op_parallelism) is not None:
        most = _int64(most, "max_intra_op_parallelism")
        variant = gen_experimental_dataset_ops.max_intra_op_parallelism_dataset(variant, most, **structure)
    if (threads := threading.private_threadpool_size) is not None:
        threads = _int64(threads, "num_threads")
        variant = gen_experimental_dataset_ops.private_thread_pool_dataset(variant, threads, **structure)
    optimizations = _optimizations(options)
    if optimizations and _captures_reference(dataset):
        warnings.warn(
            "tf.data static optimizations are not compatible with tf.Variable; not applied: "
            f"{', '.join(optimizations)}. Resource variables (tf.enable_resource_variables()) allow them.",
            stacklevel=5,
        )
    elif optimizations:
        names = ops.convert_to_tensor(optimizations, dtype=dtypes.string, name="optimizations")
        configured = ["map_vectorization:use_choose_fastest:false"]  # of an optimization that is on request only
        configured += ["slack:slack_period:1"] if "slack" in optimizations else []
        variant = gen_dataset_ops.optimize_dataset(variant, names, optimization_configs=configured, **structure)
    switches = [options.autotune.enabled, options.experimental_optimization.autotune]
    if not any(switch is False for switch in switches):
        variant = gen_dataset_ops.model_dataset(variant, **structure)
    return dataset_ops._VariantDataset(variant, dataset.element_spec)


def _optimizations(options) -> list[str]:
    """The names of the static optimizations that 1.15 applies under these options."""
    wanted = options.experimental_optimization
    names = {name for name in _BY_DEFAULT + _ON_REQUEST if getattr(wanted, name, None)}
    if wanted.apply_default_optimizations is not False:
        names.update(name for name in _BY_DEFAULT if getattr(wanted, name, None) is not False)
    requested = {"make_sloppy": options.deterministic is False, "slack": options.experimental_slack}
    return sorted(names) + [name for name, on in requested.items() if on]


@rebuild(f"{_DATA_OPS}.dataset_ops", "DatasetV2.options")
def options_of(self):
    """The options of a dataset and of what it reads from, which Python knows as long as a graph is built."""
    return options_of.original(self) if context.executing_eagerly() else self._options_attr


@rebuild(f"{_DATA_OPS}.dataset_ops", "_OptionsDataset.__init__")
def options_dataset(self, input_dataset, options, name=None):
    """`with_options`: the dataset itself; what the options ask for is put before the iterator."""
    self._input_dataset, self._name = input_dataset, name
    dataset_ops.UnaryUnchangedStructureDataset.__init__(self, input_dataset, input_dataset._variant_tensor)
    self._options_attr = self._options_attr.merge(options) if self._options_attr else options
    self._options_attr._set_mutable(False)


def _captures_reference(dataset) -> bool:
    """Whether a function of the dataset, or of what it reads from, uses a reference variable."""
    captured = [tensor for function in dataset._functions() for tensor in function.function.captured_inputs]
    return any(map(_from_reference, captured)) or any(map(_captures_reference, dataset._inputs()))


def _from_reference(tensor) -> bool:
    return tensor.dtype._is_ref_dtype or any(map(_from_reference, tensor.op.inputs))


@rebuild(f"{_DATA_OPS}.dataset_ops", "_apply_rewrite")  # TensorFlow 2.18
@rebuild(f"{_DATA_OPS}.dataset_ops", "apply_rewrite")
def apply_rewrite(dataset, rewrite):
    """1.15 had no tf.data service to rewrite a dataset for."""
    return dataset


@rebuild(f"{_DATA_OPS}.dataset_ops", "get_type")
def get_type(value):
    """What a message calls the structure of what a function gave."""
    return type(value)


@rebuild(f"{_DATA_OPS}.structured_function", "StructuredFunctionWrapper.__init__")
def structured_function_wrapper(self, func, transformation_name, *args, **kwargs):
    """A dataset's function.

    Raises:
        TypeError: it gives None, which is nothing a dataset could hold.
    """
    structured_function_wrapper.original(self, func, transformation_name, *args, **kwargs)
    parts = nest.flatten(self.output_structure)
    if any(isinstance(part, none_tensor.NoneTensorSpec) for part in parts):
        found = "None" if len(parts) == 1 else f"a structure with None in it ({self.output_structure})"
        raise TypeError(f"Unsupported return value from function passed to {transformation_name}: {found}.")


@rebuild(f"{_DATA_OPS}.from_generator_op", "_from_generator")
def from_generator(generator, output_types=None, *args, **kwargs):
    """`Dataset.from_generator`: what is generated becomes NumPy arrays of the types wanted, as NumPy converts them."""
    if output_types is None or not callable(generator):
        return from_generator.original(generator, output_types, *args, **kwargs)

    def generated(*arguments):
        for element in generator(*arguments):
            yield _as_types(element, output_types)

    return from_generator.original(generated, output_types, *args, **kwargs)


def _as_types(element, types):
    """An element with arrays in the places of `types`; as it is where it doesn't fit, which is then said about it."""
    try:
        values = nest.flatten_up_to(types, element)
        pairs = zip(values, nest.flatten(types))
        arrays = [np.asarray(value, dtypes.as_dtype(wanted).as_numpy_dtype) for value, wanted in pairs]
    except (TypeError, ValueError):
        return element
    return nest.pack_sequence_as(types, arrays)


@rebuild("tensorflow.python.data.util.random_seed", "get_seed")
def get_seed(seed):
    """A dataset's seeds, as tensors; (0, 0) would mean unseeded, so a graph of its own avoids it."""
    seed, seed2 = random_seed.get_seed(seed)
    seed = _int64(0 if seed is None else seed, "seed")
    if seed2 is None:
        return seed, constant_op.constant(0, dtype=dtypes.int64, name="seed2")
    with ops.name_scope("seed2") as scope:
        seed2 = ops.convert_to_tensor(seed2, dtype=dtypes.int64)
        unseeded = math_ops.logical_and(math_ops.equal(seed, 0), math_ops.equal(seed2, 0))
        largest = constant_op.constant(2**31 - 1, dtype=dtypes.int64)
        return seed, array_ops.where(unseeded, largest, seed2, name=scope)


@rebuild(f"{_DATA_OPS}.map_op", "_ParallelMapDataset.__init__")
def parallel_map(
    self,
    input_dataset,
    map_func,
    num_parallel_calls,
    deterministic=None,
    use_inter_op_parallelism=True,
    preserve_cardinality=False,
    use_legacy_function=False,
    use_unbounded_threadpool=False,
    name=None,
):
    self._input_dataset = input_dataset
    self._map_func = structured_function.StructuredFunctionWrapper(
        map_func, self._transformation_name(), dataset=input_dataset, use_legacy_function=use_legacy_function
    )
    self._name = name
    self._num_parallel_calls = ops.convert_to_tensor(
        num_parallel_calls, dtype=dtypes.int32, name="num_parallel_calls"
    )
    variant = gen_dataset_ops.parallel_map_dataset(
        input_dataset._variant_tensor,
        self._map_func.function.captured_inputs,
        f=self._map_func.function,
        num_parallel_calls=self._num_parallel_calls,
        use_inter_op_parallelism=use_inter_op_parallelism,
        sloppy=deterministic is not None and not deterministic,
        preserve_cardinality=preserve_cardinality,
        **self._common_args,
    )
    dataset_ops.UnaryDataset.__init__(self, input_dataset, variant)


def _interleaved(self, input_dataset, map_func):
    """Keep what an interleaving dataset is made of; the structure of its elements."""
    self._input_dataset = input_dataset
    self._map_func = structured_function.StructuredFunctionWrapper(
        map_func, self._transformation_name(), dataset=input_dataset
    )
    if not isinstance(self._map_func.output_structure, dataset_ops.DatasetSpec):
        found = dataset_ops.get_type(self._map_func.output_structure)
        raise TypeError(f"`map_func` must return a `Dataset` object. Got {found!r}.")
    return self._map_func.output_structure._element_spec


@rebuild(f"{_DATA_OPS}.interleave_op", "_ParallelInterleaveDataset.__init__")
def parallel_interleave(
    self,
    input_dataset,
    map_func,
    cycle_length,
    block_length,
    num_parallel_calls,
    buffer_output_elements=None,
    prefetch_input_elements=None,
    deterministic=None,
    name=None,
):
    self._structure = _interleaved(self, input_dataset, map_func)
    self._name = name
    self._cycle_length = _int64(cycle_length, "cycle_length")
    self._block_length = _int64(block_length, "block_length")
    self._num_parallel_calls = _int64(num_parallel_calls, "num_parallel_calls")
    variant = gen_dataset_ops.parallel_interleave_dataset_v2(
        input_dataset._variant_tensor,
        self._map_func.function.captured_inputs,
        self._cycle_length,
        self._block_length,
        self._num_parallel_calls,
        f=self._map_func.function,
        sloppy=deterministic is not None and not deterministic,
        **self._common_args,
    )
    dataset_ops.UnaryDataset.__init__(self, input_dataset, variant)


@rebuild(f"{_DATA_OPS}.readers", "ParallelInterleaveDataset.__init__")
def parallel_interleave_readers(
    self,
    input_dataset,
    map_func,
    cycle_length,
    block_length,
    sloppy,
    buffer_output_elements,
    prefetch_input_elements,
    name=None,
):
    """What tf.data.experimental.parallel_interleave and TFRecordDataset(num_parallel_reads=...) are made of."""
    self._element_spec = _interleaved(self, input_dataset, map_func)
    self._name = name
    self._cycle_length = _int64(cycle_length, "cycle_length")
    self._block_length = _int64(block_length, "block_length")
    self._sloppy = ops.convert_to_tensor(bool(sloppy), dtype=dtypes.bool, name="sloppy")
    ahead, buffered = "prefetch_input_elements", "buffer_output_elements"
    self._buffer_output_elements = convert.optional_param_to_tensor(buffered, buffer_output_elements, 2 * block_length)
    self._prefetch_input_elements = convert.optional_param_to_tensor(ahead, prefetch_input_elements, 2 * cycle_length)
    variant = gen_experimental_dataset_ops.parallel_interleave_dataset(
        input_dataset._variant_tensor,
        self._map_func.function.captured_inputs,
        self._cycle_length,
        self._block_length,
        self._sloppy,
        self._buffer_output_elements,
        self._prefetch_input_elements,
        f=self._map_func.function,
        **self._common_args,
    )
    dataset_ops.UnaryDataset.__init__(self, input_dataset, variant)


def _int64(value, name: str):
    return ops.convert_to_tensor(value, dtype=dtypes.int64, name=name)
