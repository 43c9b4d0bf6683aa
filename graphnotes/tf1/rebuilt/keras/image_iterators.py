"""Keras' iterators over images in files: subclasses set their attributes without `keep_aspect_ratio`."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.preprocessing.image", "BatchFromFilesMixin.set_processing_attrs")
def set_processing_attrs(
    self,
    image_data_generator,
    target_size,
    color_mode,
    data_format,
    save_to_dir,
    save_prefix,
    save_format,
    subset,
    interpolation,
    keep_aspect_ratio=False,
):
    return set_processing_attrs.original(
        self,
        image_data_generator,
        target_size,
        color_mode,
        data_format,
        save_to_dir,
        save_prefix,
        save_format,
        subset,
        interpolation,
        keep_aspect_ratio,
    )
