"""tf.contrib.learn.datasets: data sets by name."""

from graphnotes.tf1.overrides.contrib.learn.datasets import mnist

__all__ = ["DATASETS", "load_dataset"]

DATASETS = {"mnist": mnist.load_mnist}


def load_dataset(name: str, size: str = "small", test_with_fake_data: bool = False) -> mnist.base.Datasets:
    """The data set called `name`: "mnist". `size` and `test_with_fake_data` were for 1.15's other sets.

    Raises:
        ValueError: there is no such data set.
    """
    if name not in DATASETS:
        raise ValueError(f"Name of dataset is not found: {name} (graphnotes has {', '.join(DATASETS)})")
    return DATASETS[name]()
