"""scikit-learn before 0.20: `cross_validation`, `grid_search`, `learning_curve`, `externals.joblib`, over today's."""

from __future__ import annotations

import importlib
import types
from functools import cache, partial

from graphnotes.companions.proxy import (
    Companion,
    CompanionPackage,
    real_module,
)

# module of then -> the modules that hold its names now
_MOVED = {
    "sklearn.cross_validation": ("sklearn.model_selection",),
    "sklearn.grid_search": ("sklearn.model_selection",),
    "sklearn.learning_curve": ("sklearn.model_selection",),
    "sklearn.lda": ("sklearn.discriminant_analysis",),
    "sklearn.qda": ("sklearn.discriminant_analysis",),
    "sklearn.externals.joblib": ("joblib",),
    "sklearn.externals.six": ("six",),
    "sklearn.datasets.base": ("sklearn.datasets", "sklearn.utils"),
    "sklearn.datasets.samples_generator": ("sklearn.datasets",),
    "sklearn.utils.testing": ("sklearn.utils._testing",),
    "sklearn.metrics.classification": ("sklearn.metrics",),
    "sklearn.metrics.scorer": ("sklearn.metrics",),
    "sklearn.metrics.ranking": ("sklearn.metrics",),
    "sklearn.preprocessing.imputation": ("sklearn.preprocessing",),
    "sklearn.preprocessing.label": ("sklearn.preprocessing",),
    "sklearn.preprocessing.data": ("sklearn.preprocessing",),
    "sklearn.linear_model.logistic": ("sklearn.linear_model",),
    "sklearn.mixture.gmm": ("sklearn.mixture",),
    "sklearn.svm.classes": ("sklearn.svm",),
}


_CHANGED = ("sklearn.preprocessing", "sklearn.datasets", "sklearn.manifold", "sklearn.linear_model")
_TSNE = ("n_components", "perplexity", "early_exaggeration", "learning_rate", "n_iter", "n_iter_without_progress", "min_grad_norm", "metric", "init", "verbose", "random_state", "method", "angle")


def tsne(*args, **kwargs):
    """`TSNE` with its arguments (by position, `n_iter`) and defaults of then: a random start, a learning rate of 200."""
    given = {"learning_rate": 200.0, "init": "random", **dict(zip(_TSNE, args)), **kwargs}
    if "n_iter" in given:
        given["max_iter"] = given.pop("n_iter")
    return importlib.import_module("sklearn.manifold").TSNE(**given)


def linear_assignment(X):
    """The pairs (row, column), sorted by row, that a matrix of costs assigns to each other most cheaply."""
    import numpy as np

    rows, columns = importlib.import_module("scipy.optimize").linear_sum_assignment(X)
    return np.column_stack([rows, columns])


def _restored(name: str) -> dict[str, object]:
    if name == "sklearn.manifold":
        return {"TSNE": tsne}
    if name == "sklearn.preprocessing":
        simple = importlib.import_module("sklearn.impute").SimpleImputer

        class Imputer(simple):
            """`SimpleImputer` under its name and arguments of then: missing values are "NaN", columns are imputed."""

            def __init__(self, missing_values="NaN", strategy="mean", axis=0, verbose=0, copy=True):
                if axis != 0:
                    raise ValueError("Imputer(axis=1) is gone from scikit-learn: transpose the data and impute columns")
                self.axis, self.verbose = axis, verbose
                super().__init__(missing_values=float("nan") if missing_values == "NaN" else missing_values, strategy=strategy, copy=copy)

        return {"Imputer": Imputer}
    if name == "sklearn.linear_model":
        from graphnotes.companions import sklearn_linear

        return {each: getattr(sklearn_linear, each) for each in sklearn_linear.__all__}
    if name == "sklearn.lda":
        return {"LDA": importlib.import_module("sklearn.discriminant_analysis").LinearDiscriminantAnalysis}
    if name == "sklearn.qda":
        return {"QDA": importlib.import_module("sklearn.discriminant_analysis").QuadraticDiscriminantAnalysis}
    if name == "sklearn.datasets":
        return {"base": redirect("sklearn.datasets.base")}
    return {}


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import sklearn` and what is below it."""
    if real_module("sklearn") is None:
        return None
    if name == "sklearn":
        children = [*(child for child in _MOVED if child.count(".") == 1), *_CHANGED]
        return CompanionPackage(real_module(name), {}, {child.partition(".")[2]: partial(redirect, child) for child in children})
    if name == "sklearn.externals":
        real = real_module(name) or types.ModuleType(name)
        return Companion(real, {"joblib": redirect("sklearn.externals.joblib"), "six": redirect("sklearn.externals.six")}, name)
    if name == "sklearn.utils.linear_assignment_":
        module = types.ModuleType(name)
        module.linear_assignment = linear_assignment
        return module
    if name in _MOVED:
        real = [module for module in map(real_module, _MOVED[name]) if module is not None]
        return Companion(real, _restored(name), name) if real else None
    if name in _CHANGED:
        return Companion(real_module(name), _restored(name))
    return real_module(name)
