"""Members of Keras' classes that 1.15 had and today's tf-keras lacks."""

from __future__ import annotations

import numpy as np
from tf_keras.src.engine import base_layer_v1, training_v1

from graphnotes.tf1.rebuilt import provide

for _module in ("base_layer", "base_layer_v1"):
    _layer = f"tf_keras.src.engine.{_module}"
    provide(_layer, "Layer.apply", lambda self, inputs, *args, **kwargs: self(inputs, *args, **kwargs))
    provide(_layer, "Layer.get_updates_for", base_layer_v1.Layer.get_updates_for)
    provide(_layer, "Layer.get_losses_for", base_layer_v1.Layer.get_losses_for)

provide("tf_keras.src.engine.training", "Model.sample_weights", training_v1.Model.sample_weights)


def predict_proba(self, x, batch_size=32, verbose=0):
    """The model's predictions; called so for models that end in a sigmoid or a softmax."""
    return self.predict(x, batch_size, verbose)


def predict_classes(self, x, batch_size=32, verbose=0):
    """The most probable class of each example; with one output, whether it is above 0.5 (int32)."""
    scores = self.predict(x, batch_size=batch_size, verbose=verbose)
    return np.argmax(scores, axis=-1) if scores.shape[-1] > 1 else (scores > 0.5).astype("int32")


provide("tf_keras.src.engine.sequential", "Sequential.predict_proba", predict_proba)
provide("tf_keras.src.engine.sequential", "Sequential.predict_classes", predict_classes)
