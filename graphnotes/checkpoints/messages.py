"""The protocol messages inside checkpoint files, so that reading one needs no TensorFlow.

Only the fields this package reads or writes are declared; protobuf keeps the others as they are. Maps are declared as
the repeated key/value messages they are on the wire. The messages live in a pool of their own: TensorFlow's
registrations, in the same process or not, are neither needed nor touched.
"""

from __future__ import annotations

import re

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError, Message

from graphnotes.checkpoints.errors import CheckpointError

# message: "number field type" (with * when repeated); a capitalised type is a message of this table
_MESSAGES = {
    "VersionDef": "1 producer int32, 2 min_consumer int32",
    "Dim": "1 size int64, 2 name string",
    "TensorShapeProto": "2 dim Dim*, 3 unknown_rank bool",
    "Extent": "1 start int64, 2 length int64 !",
    "TensorSliceProto": "1 extent Extent*",
    # tensor_bundle.proto
    "BundleHeaderProto": "1 num_shards int32, 2 endianness int32, 3 version VersionDef",
    "BundleEntryProto": "1 dtype int32, 2 shape TensorShapeProto, 3 shard_id int32, 4 offset int64, 5 size int64, "
    "6 crc32c fixed32, 7 slices TensorSliceProto*",
    # saved_tensor_slice.proto
    "SavedSliceMeta": "1 name string, 2 shape TensorShapeProto, 3 type int32, 4 slice TensorSliceProto*",
    "SavedTensorSliceMeta": "1 tensor SavedSliceMeta*, 2 versions VersionDef",
    "SavedSlice": "1 name string, 2 slice TensorSliceProto, 3 data TensorProto",
    "SavedTensorSlices": "1 meta SavedTensorSliceMeta, 2 data SavedSlice",
    # tensor.proto; packed fixed-width numbers are bytes on the wire, and as bytes they need no loop
    "TensorProto": "1 dtype int32, 2 tensor_shape TensorShapeProto, 4 tensor_content bytes, 5 float_val bytes*, "
    "6 double_val bytes*, 7 int_val int32*, 8 string_val bytes*, 9 scomplex_val bytes*, 10 int64_val int64*, "
    "11 bool_val bool*, 12 dcomplex_val bytes*, 13 half_val int32*, 16 uint32_val uint32*, 17 uint64_val uint64*, "
    "18 float8_val bytes",
    # graph.proto, node_def.proto, attr_value.proto
    "AttrValue": "6 type int32, 7 shape TensorShapeProto, 8 tensor TensorProto, 2 s bytes",
    "AttrEntry": "1 key string, 2 value AttrValue",
    "NodeDef": "1 name string, 2 op string, 3 input string*, 5 attr AttrEntry*",
    "GraphDef": "1 node NodeDef*, 4 versions VersionDef",
    # meta_graph.proto, saver.proto, saved_model.proto
    "MetaInfoDef": "1 meta_graph_version string, 4 tags string*, 5 tensorflow_version string",
    "SaverDef": "1 filename_tensor_name string, 2 save_tensor_name string, 3 restore_op_name string, 7 version int32",
    "TensorInfo": "1 name string, 2 dtype int32, 3 tensor_shape TensorShapeProto",
    "TensorInfoEntry": "1 key string, 2 value TensorInfo",
    "SignatureDef": "1 inputs TensorInfoEntry*, 2 outputs TensorInfoEntry*, 3 method_name string",
    "SignatureEntry": "1 key string, 2 value SignatureDef",
    "MetaGraphDef": "1 meta_info_def MetaInfoDef, 2 graph_def GraphDef, 3 saver_def SaverDef, "
    "5 signature_def SignatureEntry*, 7 object_graph_def bytes",
    "SavedModel": "1 saved_model_schema_version int64, 2 meta_graphs MetaGraphDef*",
    # trackable_object_graph.proto
    "ObjectReference": "1 node_id int32, 2 local_name string",
    "SerializedTensor": "1 name string, 2 full_name string, 3 checkpoint_key string",
    "TrackableObject": "1 children ObjectReference*, 2 attributes SerializedTensor*",
    "TrackableObjectGraph": "1 nodes TrackableObject*",
    # checkpoint_state.proto
    "CheckpointState": "1 model_checkpoint_path string, 2 all_model_checkpoint_paths string*, "
    "3 all_model_checkpoint_timestamps double*, 4 last_preserved_timestamp double",
}
_PACKAGE = "graphnotes.checkpoints"


def _declare() -> dict[str, type[Message]]:
    field_types = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="graphnotes/checkpoints.proto", package=_PACKAGE, syntax="proto3")
    for message_name, fields in _MESSAGES.items():
        message = file.message_type.add(name=message_name)
        for number, name, kind, star, optional in re.findall(r"(\d+) (\w+) (\w+)(\*?)( !)?", fields):
            field = message.field.add(name=name, number=int(number))
            field.label = field_types.LABEL_REPEATED if star else field_types.LABEL_OPTIONAL
            if kind in _MESSAGES:
                field.type, field.type_name = field_types.TYPE_MESSAGE, f".{_PACKAGE}.{kind}"
            else:
                field.type = getattr(field_types, f"TYPE_{kind.upper()}")
            if optional:  # presence is told apart from zero, as a one-member oneof
                field.proto3_optional = True
                field.oneof_index = len(message.oneof_decl)
                message.oneof_decl.add(name=f"_{name}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.{name}")) for name in _MESSAGES}


_CLASSES = _declare()


def new(kind: str, **fields: object) -> Message:
    """An empty message of `kind` with `fields` set."""
    return _CLASSES[kind](**fields)


def parse(kind: str, data: bytes, where: str) -> Message:
    """`data` as a message of `kind`; bytes that are not one raise CheckpointError naming `where`."""
    message = _CLASSES[kind]()
    try:
        message.ParseFromString(data)
    except (DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise CheckpointError(f"{where}: {len(data)} bytes are not a {kind} message ({error})") from None
    return message


def shape_of(proto: Message) -> tuple[int, ...]:
    """The shape a TensorShapeProto states; negative sizes (unknown ones) are kept."""
    return tuple(dim.size for dim in proto.dim)


def shape_message(shape: tuple[int, ...]) -> Message:
    """`shape` as a TensorShapeProto."""
    return new("TensorShapeProto", dim=[new("Dim", size=size) for size in shape])
