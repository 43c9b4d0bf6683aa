"""Status: an error code with a message."""

from __future__ import annotations


class Status:
    """OK, or a code of tf.errors with a message."""

    def __init__(self, code=0, error_message=""):
        self._code, self._message = code, error_message

    @staticmethod
    def OK():
        return Status()

    def ok(self):
        return self._code == 0

    def code(self):
        return self._code

    def error_message(self):
        return self._message

    def Update(self, new_status):
        """Take the other status, unless this one is an error already."""
        if self.ok():
            self._code, self._message = new_status.code(), new_status.error_message()

    def IgnoreError(self):
        """Nothing: it told the C++ compiler that the status was looked at."""

    def ToString(self):
        if self.ok():
            return b"OK"
        from tensorflow.python.framework import errors

        name = next((n for n, c in errors.__dict__.items() if n.isupper() and c == self._code), "UNKNOWN")
        words = name.replace("_", " ").capitalize()
        return f"{words}: {self._message}".encode()
