"""Record files (TFRecord) one record at a time. Errors are raised; a status that is handed over stays as it is."""

from __future__ import annotations

from tensorflow.python.framework import errors
from tensorflow.python.lib.io import _pywrap_record_io as _records
from tensorflow.python.util import compat

_FRAME = 16  # bytes around each record: its length, and two checksums


class PyRecordReader:
    """Reads records in order."""

    def __init__(self, *args, **kwargs):
        raise AttributeError("No constructor defined; use PyRecordReader.New(filename, start_offset, compression_type, status)")

    @staticmethod
    def New(filename, start_offset, compression_type_string, out_status=None):
        """A reader of the file, from the record that starts at byte `start_offset` (of what was compressed) on."""
        reader = object.__new__(PyRecordReader)
        reader._records = _records.RecordIterator(compat.as_str_any(filename), compat.as_str_any(compression_type_string))
        reader._offset, reader._record = 0, b""
        while reader._offset < start_offset:
            reader.GetNext()
        if reader._offset != start_offset:
            raise errors.DataLossError(None, None, f"no record starts at byte {start_offset} of {compat.as_str_any(filename)}")
        return reader

    def GetNext(self):
        """Go on to the next record; OutOfRangeError after the last."""
        try:
            self._record = next(self._records)
        except StopIteration:
            raise errors.OutOfRangeError(None, None, "eof") from None
        self._offset += len(self._record) + _FRAME

    def record(self):
        return self._record

    def offset(self):
        """Where the next record starts."""
        return self._offset

    def Close(self):
        self._records.close()


class RecordWriterOptions(_records.RecordWriterOptions):
    """How records are compressed."""

    @staticmethod
    def CreateRecordWriterOptions(compression_type):
        return RecordWriterOptions(compat.as_str_any(compression_type))


class PyRecordWriter(_records.RecordWriter):
    """Writes records."""

    @staticmethod
    def New(filename, compression_options, out_status=None):
        return PyRecordWriter(compat.as_str_any(filename), compression_options)

    def WriteRecord(self, record, out_status=None):
        self.write(compat.as_bytes(record))
        return True

    def Flush(self, out_status=None):
        self.flush()

    def Close(self, out_status=None):
        self.close()
