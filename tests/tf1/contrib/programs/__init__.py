"""Small TF1 programs about tf.contrib: functions of (tf, np) that build a graph and give what is to be fetched.

They run under TensorFlow 1.15 (Python 3.7) and under the facade; `recorded/` holds what 1.15.5 made of them.
"""
