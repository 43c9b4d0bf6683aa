"""Reading and writing files by pieces: what tf.gfile was made of."""

from __future__ import annotations

from tensorflow.python.lib.io import _pywrap_file_io as _files
from tensorflow.python.util import compat


class BufferedInputStream(_files.BufferedInputStream):
    """A file to read from; made by CreateBufferedInputStream."""

    def ReadLineAsString(self):
        return self.readline()

    def Seek(self, position):
        return self.seek(position)

    def Tell(self):
        return self.tell()


class WritableFile(_files.WritableFile):
    """A file to write to; made by CreateWritableFile."""

    def Close(self):
        return self.close()

    def Flush(self):
        return self.flush()


def CreateBufferedInputStream(filename, buffer_size, out_status=None):
    return BufferedInputStream(compat.as_str_any(filename), buffer_size)


def ReadFromStream(stream, bytes, out_status=None):
    return stream.read(bytes)


def CreateWritableFile(filename, mode, out_status=None):
    return WritableFile(compat.as_str_any(filename), compat.as_str_any(mode))


def AppendToFile(file_content, file, out_status=None):
    file.append(compat.as_bytes(file_content))


def TellFile(file, out_status=None):
    return file.tell()
