"""tf.contrib.opt: optimizers beside those of tf.train."""

from graphnotes.tf1.overrides.contrib.opt._adam import (
    AdaMaxOptimizer,
    LazyAdamOptimizer,
    NadamOptimizer,
)
from graphnotes.tf1.overrides.contrib.opt._average import MovingAverageOptimizer
from graphnotes.tf1.overrides.contrib.opt._clipping import VariableClippingOptimizer
from graphnotes.tf1.overrides.contrib.opt._decay import (
    AdamWOptimizer,
    DecoupledWeightDecayExtension,
    MomentumWOptimizer,
    extend_with_decoupled_weight_decay,
)
from graphnotes.tf1.overrides.contrib.opt._external import (
    ExternalOptimizerInterface,
    ScipyOptimizerInterface,
)
from graphnotes.tf1.overrides.contrib.opt._lars import LARSOptimizer
from graphnotes.tf1.overrides.contrib.opt._multitask import (
    MultitaskOptimizerWrapper,
    clip_gradients_by_global_norm,
)
from graphnotes.tf1.overrides.contrib.opt._sign import (
    AddSignOptimizer,
    PowerSignOptimizer,
)

__all__ = [
    "AdaMaxOptimizer",
    "AdamWOptimizer",
    "AddSignOptimizer",
    "DecoupledWeightDecayExtension",
    "ExternalOptimizerInterface",
    "LARSOptimizer",
    "LazyAdamOptimizer",
    "MomentumWOptimizer",
    "MovingAverageOptimizer",
    "MultitaskOptimizerWrapper",
    "NadamOptimizer",
    "PowerSignOptimizer",
    "ScipyOptimizerInterface",
    "VariableClippingOptimizer",
    "clip_gradients_by_global_norm",
    "extend_with_decoupled_weight_decay",
]
