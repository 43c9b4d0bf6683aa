"""What slim's networks refuse, and under which names they are found."""

import importlib

import pytest


@pytest.fixture
def tf():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        yield tf


def test_endpoints_and_errors(tf):
    from graphnotes.tf1.contrib.slim.nets import inception, resnet_v1, vgg

    images = tf.zeros([1, 96, 96, 3])
    net, found = inception.inception_v3_base(images, final_endpoint="Conv2d_2b_3x3", depth_multiplier=0.25)
    assert net.shape == (1, 45, 45, 16) and list(found) == ["Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3"]
    for base in (inception.inception_v1_base, inception.inception_v2_base, inception.inception_v3_base):
        with pytest.raises(ValueError, match="Unknown final endpoint nowhere"):
            base(images, final_endpoint="nowhere", scope="wrong_" + base.__name__)
    with pytest.raises(ValueError, match="depth_multiplier is not greater than zero"):
        inception.inception_v2(images, depth_multiplier=0)
    with pytest.raises(ValueError, match="multiple of 4"):
        resnet_v1.resnet_v1_50(images, output_stride=6)
    with pytest.raises(ValueError, match="cannot be reached"):
        resnet_v1.resnet_v1(images, [resnet_v1.resnet_v1_block("b", 1, 1, 2)], output_stride=32, scope="far")
    assert (vgg.vgg_16.default_image_size, inception.inception_v3.default_image_size) == (224, 299)


@pytest.mark.parametrize("name", ["alexnet", "overfeat", "vgg", "inception_v2", "resnet_utils", "resnet_v2"])
def test_both_paths_lead_to_the_same_networks(name):
    public = importlib.import_module(f"graphnotes.tf1.contrib.slim.nets.{name}")
    private = importlib.import_module(f"graphnotes.tf1.contrib.slim.python.slim.nets.{name}")
    for symbol in dir(public):
        if not symbol.startswith("_"):
            assert getattr(private, symbol) is getattr(public, symbol)
