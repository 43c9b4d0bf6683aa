"""tf.contrib.slim.nets: graphs alone, their weights would fill the machine."""


def _build(tf, network, scope, size, **options):
    with tf.contrib.slim.arg_scope(scope):
        network(tf.placeholder(tf.float32, [1, size, size, 3]), **options)
    return {}


def _nets(tf):
    import importlib

    def net(name):
        prefix = "tensorflow.contrib" if tf.__name__ == "tensorflow" and "graphnotes" not in repr(tf) else "graphnotes.tf1.contrib"
        return importlib.import_module(prefix + ".slim.python.slim.nets." + name)

    return net


def alexnet(tf, np):
    """alexnet_v2."""
    net = _nets(tf)("alexnet")
    return _build(tf, net.alexnet_v2, net.alexnet_v2_arg_scope(), 224, num_classes=10)


def overfeat(tf, np):
    """overfeat, without dropout."""
    net = _nets(tf)("overfeat")
    return _build(tf, net.overfeat, net.overfeat_arg_scope(), 231, num_classes=10, is_training=False)


def vgg_a(tf, np):
    """vgg_a, not squeezed."""
    net = _nets(tf)("vgg")
    return _build(tf, net.vgg_a, net.vgg_arg_scope(), 224, num_classes=10, spatial_squeeze=False)


def vgg_19(tf, np):
    """vgg_19."""
    net = _nets(tf)("vgg")
    return _build(tf, net.vgg_19, net.vgg_arg_scope(), 224, num_classes=10)


def resnet_v1_50(tf, np):
    """resnet_v1_50 with classes."""
    net = _nets(tf)("resnet_v1")
    return _build(tf, net.resnet_v1_50, net.resnet_arg_scope(), 64, num_classes=10)


def resnet_v2_dilated(tf, np):
    """A small resnet_v2 whose last strides are dilations."""
    net = _nets(tf)("resnet_v2")
    blocks = [net.resnet_v2_block(f"block{i}", 4, 2, 2) for i in (1, 2, 3)]
    return _build(tf, net.resnet_v2, net.resnet_arg_scope(), 64, blocks=blocks, output_stride=8, num_classes=3)


def inception_v1(tf, np):
    """inception_v1 without batch normalisation."""
    net = _nets(tf)("inception")
    return _build(tf, net.inception_v1, net.inception_v1_arg_scope(use_batch_norm=False), 224, num_classes=5)


def inception_v2(tf, np):
    """inception_v2 of a quarter of the depth."""
    net = _nets(tf)("inception")
    return _build(tf, net.inception_v2, net.inception_v2_arg_scope(), 96, num_classes=5, depth_multiplier=0.25)


def inception_v3(tf, np):
    """inception_v3."""
    net = _nets(tf)("inception")
    return _build(tf, net.inception_v3, net.inception_v3_arg_scope(), 299, num_classes=5, is_training=False)
