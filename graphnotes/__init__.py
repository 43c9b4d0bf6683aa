"""Run TensorFlow 1 code unchanged on today's TensorFlow, and move it to TensorFlow 2 with proof.

Importing this package imports no TensorFlow and changes nothing in the process.
"""

__version__ = "0.1.0"
