"""Constants, and functions of a line."""

from __future__ import annotations

import os
import posixpath
import tempfile

from tensorflow.python.framework import dtypes
from tensorflow.python.platform import self_check  # noqa: F401 - names that the bindings' module held
from tensorflow.python.util import _pywrap_utils, compat, deprecation  # noqa: F401
from tensorflow.python.util.tf_export import tf_export  # noqa: F401

GRAPH_DEF_VERSION = 134  # of TensorFlow 1.15
GRAPH_DEF_VERSION_MIN_CONSUMER = 0
GRAPH_DEF_VERSION_MIN_PRODUCER = 0
SHARED_PTR_DISOWN = 0
TENSOR_HANDLE_KEY = "TensorHandle"
TFE_MIRRORING_NONE, TFE_MIRRORING_ALL = 0, 1
TF_NOT_FOUND, TF_ALREADY_EXISTS, TF_UNAVAILABLE = 5, 6, 14


def TF_Version():
    return "1.15.5"


def TF_bfloat16_type():
    return dtypes.bfloat16.as_numpy_dtype


def TF_DataTypeSize(dt):
    """Bytes of one element of the type with this number; 0 for types without a fixed size."""
    dtype = dtypes.as_dtype(dt)
    return 0 if dtype in (dtypes.string, dtypes.resource, dtypes.variant) else dtype.size


def IsSequence(o):
    """Whether `o` is nested: a list, tuple, dict or named tuple."""
    return _pywrap_utils.IsNested(o)


def IsSequenceOrComposite(o):
    return _pywrap_utils.IsNestedOrComposite(o)


def IsSequenceForData(o):
    """The same for tf.data, to which a list is one value."""
    return _pywrap_utils.IsNestedForData(o)


def IsAbsolutePath(path):
    return posixpath.isabs(path)


def Basename(path):
    return posixpath.basename(path)


def Dirname(path):
    return posixpath.dirname(path)


def Extension(path):
    return posixpath.splitext(path)[1][1:]


def CleanPath(path):
    return posixpath.normpath(path)


def GetTempFilename(extension):
    """The name of a new, empty file in the folder for temporary files."""
    handle, name = tempfile.mkstemp(suffix="." + compat.as_str_any(extension))
    os.close(handle)
    return name


def ListDevices():
    """The devices of this process, as serialized tf.DeviceAttributes."""
    from tensorflow.python.client import device_lib

    return [device.SerializeToString() for device in device_lib.list_local_devices()]


def ListDevicesWithSessionConfig(session_config):
    from tensorflow.core.protobuf import config_pb2
    from tensorflow.python.client import device_lib

    config = config_pb2.ConfigProto.FromString(session_config)
    return [device.SerializeToString() for device in device_lib.list_local_devices(config)]
