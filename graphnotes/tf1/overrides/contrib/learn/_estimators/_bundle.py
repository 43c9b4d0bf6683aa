"""Estimator.export of contrib.learn: session bundles, what came before the SavedModel."""

from __future__ import annotations

from graphnotes.longtail import modules


def export(
    self,
    export_dir,
    input_fn=None,
    input_feature_key=None,
    use_deprecated_input_fn=True,
    signature_fn=None,
    prediction_key=None,
    default_batch_size=1,
    exports_to_keep=None,
    checkpoint_path=None,
):
    """Write the model as a session bundle, what came before the SavedModel; returns its folder.

    Raises:
        NotImplementedError: contrib's long tail, which writes it, is not installed.
    """
    writer = modules.load("contrib.learn.python.learn.utils.export")
    if writer is None:
        raise NotImplementedError(
            "Estimator.export writes a session bundle with code of contrib's long tail, which `graphnotes contrib install` "
            "fetches; export_savedmodel needs nothing else"
        )
    return writer._export_estimator(
        estimator=self,
        export_dir=export_dir,
        signature_fn=signature_fn,
        input_fn=input_fn,
        default_batch_size=default_batch_size,
        exports_to_keep=exports_to_keep,
        input_feature_key=input_feature_key,
        use_deprecated_input_fn=use_deprecated_input_fn,
        prediction_key=prediction_key,
        checkpoint_path=checkpoint_path,
    )
