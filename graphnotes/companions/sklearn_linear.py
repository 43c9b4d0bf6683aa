"""scikit-learn's linear models trained by stochastic steps, whose `tol=-np.infty` meant to take every step that was asked for."""

from __future__ import annotations

from sklearn import linear_model

__all__ = ["Perceptron", "SGDClassifier", "SGDRegressor"]


def _of_any_tolerance(name: str) -> type:
    """Today's estimator, whose check of its arguments lets a negative `tol` be; its solver takes it still."""
    todays = getattr(linear_model, name)
    return type(name, (todays,), {"__module__": __name__, "_parameter_constraints": {**todays._parameter_constraints, "tol": "no_validation"}})


Perceptron, SGDClassifier, SGDRegressor = map(_of_any_tolerance, __all__)
