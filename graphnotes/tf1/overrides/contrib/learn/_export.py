"""What an estimator is given when it serves, and how an experiment exports it."""

from __future__ import annotations

import collections
import inspect
import os

from graphnotes.tf1 import root as tf

InputFnOps = collections.namedtuple("InputFnOps", ["features", "labels", "default_inputs"])


class ExportStrategy(
    collections.namedtuple("ExportStrategy", ["name", "export_fn", "strip_default_attrs"], defaults=[None])
):
    """A name and a function that exports an estimator (tf.contrib.learn.ExportStrategy)."""

    def export(self, estimator, export_path, checkpoint_path=None, eval_result=None):
        """Call the function with those of the arguments that it takes.

        Raises:
            ValueError: it takes the evaluation but no checkpoint.
        """
        takes = inspect.signature(self.export_fn).parameters
        if "eval_result" in takes and "checkpoint_path" not in takes:
            raise ValueError("An export_fn accepting eval_result must also accept checkpoint_path.")
        offered = {
            "checkpoint_path": checkpoint_path,
            "eval_result": eval_result,
            "strip_default_attrs": self.strip_default_attrs,
        }
        return self.export_fn(estimator, export_path, **{k: v for k, v in offered.items() if k in takes})


def build_parsing_serving_input_fn(feature_spec, default_batch_size=None):
    """A function that makes `InputFnOps` out of serialized examples (tf.contrib.learn.build_parsing_serving_input_fn)."""

    def input_fn():
        serialized = tf.placeholder(tf.string, [default_batch_size], name="input_example_tensor")
        return InputFnOps(tf.parse_example(serialized, feature_spec), None, {"examples": serialized})

    return input_fn


def make_export_strategy(
    serving_input_fn,
    default_output_alternative_key=None,
    assets_extra=None,
    as_text=False,
    exports_to_keep=5,
    strip_default_attrs=None,
):
    """A strategy that writes SavedModels and keeps the last ones (tf.contrib.learn.make_export_strategy)."""

    def export_fn(estimator, export_dir_base, checkpoint_path=None, strip_default_attrs=False):
        options = {"assets_extra": assets_extra, "as_text": as_text, "checkpoint_path": checkpoint_path}
        if not hasattr(estimator, "train"):  # contrib.learn's
            options["default_output_alternative_key"] = default_output_alternative_key
        elif default_output_alternative_key is not None:
            raise ValueError("default_output_alternative_key is not supported in core Estimator. Given: "
                             f"{default_output_alternative_key}")  # fmt: skip
        result = estimator.export_savedmodel(
            export_dir_base, serving_input_fn, strip_default_attrs=bool(strip_default_attrs), **options
        )
        _keep(os.fsdecode(export_dir_base), exports_to_keep)
        return result

    return ExportStrategy("Servo", export_fn, strip_default_attrs)


def _keep(base, count):
    """Delete all but the newest `count` exports."""
    if count is None:
        return
    exports = sorted((n.rstrip("/") for n in tf.gfile.ListDirectory(base) if n.rstrip("/").isdigit()), key=int)
    for name in exports[: max(0, len(exports) - count)]:
        tf.gfile.DeleteRecursively(os.path.join(base, name))
