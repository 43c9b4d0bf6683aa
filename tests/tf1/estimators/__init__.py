"""tf.estimator against TensorFlow 1.15.5, step by step."""
