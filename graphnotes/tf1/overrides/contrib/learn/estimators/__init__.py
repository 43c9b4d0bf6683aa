"""tensorflow.contrib.learn.python.learn.estimators: contrib.learn's estimators and what belongs to them."""

from graphnotes.tf1.overrides.contrib import learn

__all__ = [
    name for module, names in learn._LATER.items() if module.startswith(("_estimators", "_run_config")) for name in names
]


def __getattr__(name: str) -> object:
    return getattr(learn, name)
