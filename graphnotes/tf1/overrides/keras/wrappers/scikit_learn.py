"""tf.keras.wrappers.scikit_learn: a Keras model with the interface of a scikit-learn estimator."""

from __future__ import annotations

import copy
import inspect

import numpy as np

__all__ = ["KerasClassifier", "KerasRegressor"]


class _Wrapper:
    """What classifier and regressor share.

    Args:
        build_fn: returns a compiled model; a subclass may have `__call__` instead.
        sk_params: arguments for `build_fn` and for the model's fit, predict and evaluate, told apart by their names.
    """

    def __init__(self, build_fn=None, **sk_params) -> None:
        self.build_fn, self.sk_params = build_fn, sk_params
        self.check_params(sk_params)

    def _builder(self):
        return type(self).__call__ if self.build_fn is None else self.build_fn

    def check_params(self, params) -> None:
        """ValueError if a parameter belongs neither to the builder nor to fit, predict, predict_classes or evaluate."""
        from tf_keras.src.engine.training_v1 import Model

        functions = [self._builder(), Model.fit, Model.predict, Model.evaluate]
        known = {"nb_epoch"}.union(*(inspect.signature(f).parameters for f in functions))
        for name in params:
            if name not in known:
                raise ValueError(f"{name} is not a legal parameter")

    def get_params(self, **params):
        return {**copy.deepcopy(self.sk_params), "build_fn": self.build_fn}

    def set_params(self, **params):
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def filter_sk_params(self, fn, override=None):
        """The parameters of this estimator that `fn` takes, and those in `override`."""
        taken = inspect.signature(fn).parameters
        return {name: value for name, value in self.sk_params.items() if name in taken} | (override or {})

    def fit(self, x, y, **kwargs):
        """Build the model and train it; returns the History of the training."""
        build = self.build_fn if self.build_fn is not None else self.__call__
        self.model = build(**self.filter_sk_params(build))
        loss = self.model.loss if isinstance(self.model.loss, str) else getattr(self.model.loss, "__name__", "")
        if loss == "categorical_crossentropy" and np.ndim(y) != 2:
            from tf_keras.src.utils.np_utils import to_categorical

            y = to_categorical(y)
        return self.model.fit(x, y, **self.filter_sk_params(self.model.fit) | kwargs)

    def _predict(self, x, kwargs):
        return self.model.predict(x, **self.filter_sk_params(self.model.predict) | kwargs)


class KerasClassifier(_Wrapper):
    """A Keras model as a scikit-learn classifier."""

    def fit(self, x, y, **kwargs):
        y = np.asarray(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or (y.ndim == 2 and y.shape[1] == 1):
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        else:
            raise ValueError(f"Invalid shape for y: {y.shape}")
        self.n_classes_ = len(self.classes_)
        return super().fit(x, y, **kwargs)

    def predict(self, x, **kwargs):
        """The most probable class of each example, shape [examples]."""
        scores = self._predict(x, kwargs)
        chosen = scores.argmax(-1) if scores.shape[-1] > 1 else (scores > 0.5).astype("int32")
        return self.classes_[chosen]

    def predict_proba(self, x, **kwargs):
        """The probability of each class, shape [examples, classes]."""
        scores = self._predict(x, kwargs)
        return np.hstack([1 - scores, scores]) if scores.shape[1] == 1 else scores

    def score(self, x, y, **kwargs):
        """The mean accuracy; ValueError if the model was not compiled with the metric."""
        y = np.searchsorted(self.classes_, y)
        loss = self.model.loss if isinstance(self.model.loss, str) else getattr(self.model.loss, "__name__", "")
        if loss == "categorical_crossentropy" and y.ndim != 2:
            from tf_keras.src.utils.np_utils import to_categorical

            y = to_categorical(y)
        results = self.model.evaluate(x, y, **self.filter_sk_params(self.model.evaluate) | kwargs)
        for name, value in zip(self.model.metrics_names, np.atleast_1d(results), strict=True):
            if name in ("accuracy", "acc"):
                return value
        raise ValueError('the model has no accuracy: pass metrics=["accuracy"] to model.compile()')


class KerasRegressor(_Wrapper):
    """A Keras model as a scikit-learn regressor."""

    def predict(self, x, **kwargs):
        return np.squeeze(self._predict(x, kwargs), axis=-1)

    def score(self, x, y, **kwargs):
        """Minus the loss, so that higher is better."""
        return -np.atleast_1d(self.model.evaluate(x, y, **self.filter_sk_params(self.model.evaluate) | kwargs))[0]
