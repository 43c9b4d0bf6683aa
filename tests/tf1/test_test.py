"""tf.test as 1.15's wheels answered."""

import tensorflow

import graphnotes.tf1 as tf


def test_a_machine_without_a_gpu_has_the_wheel_without_one(monkeypatch):
    monkeypatch.setattr(tensorflow.config, "list_physical_devices", lambda kind=None: [])
    assert tf.test.is_built_with_cuda() is False
    monkeypatch.setattr(tensorflow.config, "list_physical_devices", lambda kind=None: ["a GPU"])
    assert tf.test.is_built_with_cuda() is tensorflow.test.is_built_with_cuda()
