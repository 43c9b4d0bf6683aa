"""tf.contrib.image."""


def _images(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 5.0).reshape(shape).astype("f"))


def turned(tf, np):
    image = tf.contrib.image
    x = _images(tf, np, 2, 5, 6, 3)
    return {
        "each": image.rotate(x, [0.3, -1.2], interpolation="BILINEAR"),
        "one": image.rotate(x[0], 0.5),
        "flat": image.rotate(tf.cast(x[0, :, :, 0], tf.uint8), np.pi / 2),
    }


def moved(tf, np):
    image = tf.contrib.image
    x = tf.placeholder_with_default(_images(tf, np, 2, 4, 4, 1), [None, None, None, 1])
    return {"one": image.translate(x, [1, -1]), "each": image.translate(x, [[0.5, 0.5], [2.0, 0.0]], "BILINEAR")}


def transformed(tf, np):
    image = tf.contrib.image
    x = _images(tf, np, 1, 4, 5, 1)
    composed = image.compose_transforms(
        image.angles_to_projective_transforms(0.2, 4.0, 5.0), image.translations_to_projective_transforms([1.0, 2.0])
    )
    return {"t": composed, "x": image.transform(x, composed, "BILINEAR", output_shape=[3, 2])}


def gradient(tf, np):
    image = tf.contrib.image
    x = _images(tf, np, 1, 4, 4, 1)
    return {"g": tf.gradients(image.transform(x, [1.0, 0.1, 0.5, 0.0, 1.0, -0.5, 0.0, 0.0]), x)[0]}


def warped(tf, np):
    x = _images(tf, np, 2, 4, 5, 2)
    flow = tf.sin(_images(tf, np, 2, 4, 5, 2)) * 3.0
    y = tf.contrib.image.dense_image_warp(x, flow)
    return {"y": y, "g": tf.gradients(y, [x, flow])}
