"""The embedding projector's configuration: protocol buffer messages, built here so that TensorBoard need not be installed."""

from __future__ import annotations

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_Field = descriptor_pb2.FieldDescriptorProto
_STRING, _UINT32, _MESSAGE = _Field.TYPE_STRING, _Field.TYPE_UINT32, _Field.TYPE_MESSAGE
_PACKAGE = "graphnotes.projector"  # TensorBoard itself registers these messages as "tensorflow.*" or "tensorboard.*"

# message -> (field, number, type or message, repeated)
_MESSAGES = {
    "SpriteMetadata": [("image_path", 1, _STRING, False), ("single_image_dim", 2, _UINT32, True)],
    "EmbeddingInfo": [
        ("tensor_name", 1, _STRING, False),
        ("metadata_path", 2, _STRING, False),
        ("bookmarks_path", 3, _STRING, False),
        ("tensor_shape", 4, _UINT32, True),
        ("sprite", 5, "SpriteMetadata", False),
        ("tensor_path", 6, _STRING, False),
    ],
    "ProjectorConfig": [
        ("model_checkpoint_path", 1, _STRING, False),
        ("embeddings", 2, "EmbeddingInfo", True),
        ("model_checkpoint_dir", 3, _STRING, False),
    ],
}


def _messages() -> dict:
    file = descriptor_pb2.FileDescriptorProto(
        name="graphnotes/projector_config.proto", package=_PACKAGE, syntax="proto3"
    )
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind, repeated in fields:
            added = message.field.add(name=field, number=number)
            added.label = _Field.LABEL_REPEATED if repeated else _Field.LABEL_OPTIONAL
            if isinstance(kind, str):
                added.type, added.type_name = _MESSAGE, f".{_PACKAGE}.{kind}"
            else:
                added.type = kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.{name}"))
        for name in _MESSAGES
    }


_made = _messages()
SpriteMetadata = _made["SpriteMetadata"]
EmbeddingInfo = _made["EmbeddingInfo"]
ProjectorConfig = _made["ProjectorConfig"]
