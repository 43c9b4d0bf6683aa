"""The long tail of tf.contrib: its pure Python out of the official TensorFlow 1.15.5 wheel, fetched only when asked to."""
