"""Why a symbol is not in the TensorFlow 2.0 facade, and what to use instead."""

from __future__ import annotations

# what TensorFlow 2.0 had and is not here; the longest match wins
_LOST = {
    "keras.utils.multi_gpu_model": "it was removed in TensorFlow 2.4; build the model under tf.distribute.MirroredStrategy().scope()",
    "keras.utils.HDF5Matrix": "it was removed in TensorFlow 2.4; read the dataset with h5py and slice it",
    "keras.utils.convert_all_kernels_in_model": "it converted Theano's kernels; reverse the two spatial axes of the kernels with NumPy",
    "keras.wrappers": "the scikit-learn wrappers left TensorFlow in 2.12; `pip install scikeras` has them",
    "keras.mixed_precision.experimental": "it became tf.keras.mixed_precision in TensorFlow 2.4: set_global_policy, LossScaleOptimizer",
    "keras.experimental.export_saved_model": "it was removed in TensorFlow 2.1; use model.save(folder)",
    "keras.experimental.load_from_saved_model": "it was removed in TensorFlow 2.1; use tf.keras.models.load_model(folder)",
    "keras.experimental.LinearCosineDecay": "it was removed; tf.compat.v1.train.linear_cosine_decay computes the same rate",
    "keras.experimental.NoisyLinearCosineDecay": "it was removed; tf.compat.v1.train.noisy_linear_cosine_decay computes the same rate",
    "keras.experimental.PeepholeLSTMCell": "it was removed; tf.compat.v1.nn.rnn_cell.LSTMCell(use_peepholes=True) computes the same",
    "keras.experimental.terminate_keras_multiprocessing_pools": "it was removed; worker pools end with the process",
    "config.experimental_list_devices": "use tf.config.list_logical_devices()",
    "train.experimental": "loss scaling became tf.keras.mixed_precision.LossScaleOptimizer in TensorFlow 2.4",
    "data.experimental.StatsAggregator": "dataset statistics were removed; tf.profiler shows the input pipeline",
    "data.experimental.StatsOptions": "dataset statistics were removed; tf.profiler shows the input pipeline",
    "data.experimental.bytes_produced_stats": "dataset statistics were removed; tf.profiler shows the input pipeline",
    "data.experimental.latency_stats": "dataset statistics were removed; tf.profiler shows the input pipeline",
    "data.experimental.MapVectorizationOptions": "map vectorization was removed; batch before map to vectorize",
    "data.experimental.CheckpointInputPipelineHook": "put the iterator in a tf.train.Checkpoint",
    "estimator": "estimators left TensorFlow; `pip install graphnotes[estimator]` brings the last released ones",
}
# what a TensorFlow 1 script asks for
_FIRST = ["placeholder", "Session", "InteractiveSession", "ConfigProto", "contrib", "layers", "get_variable", "variable_scope", "global_variables", "global_variables_initializer", "initialize_all_variables", "trainable_variables", "set_random_seed", "reset_default_graph", "get_default_graph", "flags", "app", "logging", "random_normal", "random_uniform", "truncated_normal", "log", "to_float", "to_int32", "gfile"]


def advice(symbol: str) -> str:
    """One clause for the error about `tf.<symbol>`: the reason, then the way out."""
    for lost in sorted(_LOST, key=len, reverse=True):
        if symbol == lost or symbol.startswith(lost + "."):
            return f"TensorFlow 2.0 had it, today's TensorFlow has not: {_LOST[lost]}"
    if symbol.partition(".")[0] in ("python", "core", "compiler", "tools"):
        return "it is a private module that today's TensorFlow no longer has"
    if symbol.partition(".")[0] in _FIRST:
        return (
            "it belongs to TensorFlow 1, which 2.0 shows as tf.compat.v1 only;"
            " a TensorFlow 1 program runs with `graphnotes run --era 1`"
        )
    return "neither TensorFlow 2.0 nor today's has such a symbol"
