"""Layers that need a rank say so when an input has none."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.engine.input_spec", "assert_input_compatibility")
def assert_input_compatibility(input_spec, inputs, layer_name):
    """Raises ValueError for inputs that a layer's specification does not allow, or whose rank is unknown where it matters."""
    specs = input_spec if isinstance(input_spec, (list, tuple)) else [input_spec]
    given = inputs if isinstance(inputs, (list, tuple)) else [inputs]
    for index, (value, spec) in enumerate(zip(given, specs, strict=False)):
        needed = spec is not None and (spec.ndim is not None or spec.min_ndim is not None or spec.max_ndim is not None)
        if needed and hasattr(value, "shape") and getattr(value.shape, "rank", 0) is None:
            raise ValueError(
                f"Input {index} of layer {layer_name} is incompatible with the layer: "
                "its rank is undefined, but the layer requires a defined rank."
            )
    assert_input_compatibility.original(input_spec, inputs, layer_name)
