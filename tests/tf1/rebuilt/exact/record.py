"""Writes recorded.npz, under TensorFlow 1.15.5: python -m tests.tf1.rebuilt.exact.record"""

import pathlib
import sys

import numpy as np
import tensorflow as tf

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from functions import bits

np.savez_compressed(str(pathlib.Path(__file__).with_name("recorded.npz")), **bits(tf))
