"""tf.contrib.slim.dataset: where a data set's files are and how they are read."""

__all__ = ["Dataset"]


class Dataset:
    """A data set in files.

    Args:
        data_sources: files or patterns of files.
        reader: the class that reads them, such as tf.TFRecordReader.
        decoder: what makes items of a record, such as slim.tfexample_decoder.TFExampleDecoder.
        num_samples: how many records there are.
        items_to_descriptions: {item: what it is}.
        **kwargs: anything more; all arguments are attributes.
    """

    def __init__(self, data_sources, reader, decoder, num_samples, items_to_descriptions, **kwargs):
        self.data_sources, self.reader, self.decoder = data_sources, reader, decoder
        self.num_samples, self.items_to_descriptions = num_samples, items_to_descriptions
        vars(self).update(kwargs)
