"""Images: resizing, colours, crops, JPEG and PNG."""

from tests.probes.inputs import IM, U8


def probes(tf, run, call, folder):
    c = tf.constant
    for m in ["BILINEAR", "NEAREST_NEIGHBOR", "BICUBIC", "AREA"]:
        run("resize_" + m, lambda: tf.image.resize_images(c(IM), [5, 11], getattr(tf.image.ResizeMethod, m)))
        run(
            "resize_ac_" + m,
            lambda: tf.image.resize_images(c(IM), [5, 11], getattr(tf.image.ResizeMethod, m), align_corners=True),
        )
    run("resize_u8", lambda: tf.image.resize_images(c(U8), [5, 5]))
    run("standardize_u8", lambda: tf.image.per_image_standardization(c(U8)))
    run("standardize_f", lambda: tf.image.per_image_standardization(c(IM[0])))
    run("standardize_batch", lambda: tf.image.per_image_standardization(c(IM)))
    J_ = open(folder + "/image.jpg", "rb").read()
    run("decode_jpeg", lambda: tf.image.decode_jpeg(c(J_)))
    run("decode_image", lambda: tf.image.decode_image(c(J_)))
    run("decode_jpeg_ratio", lambda: tf.image.decode_jpeg(c(J_), ratio=2))
    run("decode_jpeg_gray", lambda: tf.image.decode_jpeg(c(J_), channels=1))
    run("decode_png", lambda: tf.image.decode_png(c(open(folder + "/image.png", "rb").read())))
    run("encode_jpeg", lambda: tf.image.decode_jpeg(tf.image.encode_jpeg(c(U8), quality=80)))
    run("jpeg_accurate", lambda: tf.image.decode_jpeg(c(J_), dct_method="INTEGER_ACCURATE"))
    run("rgb2hsv", lambda: tf.image.rgb_to_hsv(c(IM)))
    run("hsv2rgb", lambda: tf.image.hsv_to_rgb(c(IM)))
    run("adj_hue", lambda: tf.image.adjust_hue(c(IM), 0.1))
    run("adj_sat", lambda: tf.image.adjust_saturation(c(IM), 0.4))
    run("adj_contrast", lambda: tf.image.adjust_contrast(c(IM), 0.4))
    run("gray", lambda: tf.image.rgb_to_grayscale(c(IM)))
    run("crop_resize", lambda: tf.image.crop_and_resize(c(IM), [[0, 0, 0.5, 0.7]], [0], [3, 3]))
    run(
        "nms",
        lambda: tf.image.non_max_suppression(c([[0, 0, 1, 1], [0, 0, 1, 0.9], [2, 2, 3, 3.0]]), c([0.9, 0.8, 0.7]), 3),
    )
    run("sobel", lambda: tf.image.sobel_edges(c(IM)))
    run("ssim", lambda: tf.image.ssim(tf.ones([1, 16, 16, 1]) * 0.5, tf.ones([1, 16, 16, 1]) * 0.4, 1.0))
    run("total_var", lambda: tf.image.total_variation(c(IM)))
    run("rot90", lambda: tf.image.rot90(c(IM[0])))
    run("central_crop", lambda: tf.image.central_crop(c(U8), 0.55))
    run("crop_pad", lambda: tf.image.resize_image_with_crop_or_pad(c(IM), 5, 12))
    run("pad", lambda: tf.image.resize_image_with_pad(c(IM), 12, 12))
    run(
        "sample_bbox",
        lambda: tf.image.sample_distorted_bounding_box(
            [16, 16, 3], tf.zeros([1, 0, 4]), seed=3, use_image_if_no_bounding_boxes=True
        ),
    )
    run("psnr", lambda: tf.image.psnr(c(IM), c(IM) * 0.9, 1.0))
    run("extract_glimpse", lambda: tf.image.extract_glimpse(c(IM), [3, 3], [[0.0, 0], [0.2, 0.2]]))
    run(
        "extract_glimpse_edge",
        lambda: tf.image.extract_glimpse(c(IM), [3, 3], [[0.9, 0.9], [-0.9, 0.2]], uniform_noise=False),
    )
    run("extract_patches", lambda: tf.extract_image_patches(c(IM), [1, 3, 3, 1], [1, 2, 2, 1], [1, 1, 1, 1], "SAME"))
