"""Property bags as the engine puts them on the wire, and back: every number a float, an unknown a GUID."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import rpc

UNKNOWN: str = rpc.UNKNOWN
"""The engine's GUID for what is not known yet."""


def marshal(props: Mapping[str, Any]) -> struct_pb2.Struct:
    """Secrets do not exist here: the plugin says that it takes none, so the engine sends what is in them."""
    struct = struct_pb2.Struct()
    struct.update(dict(props))
    return struct


def unmarshal(struct: struct_pb2.Struct) -> dict[str, Any]:
    return {key: _value(value) for key, value in struct.fields.items()}


def _value(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return unmarshal(value.struct_value)
    if kind == "list_value":
        return [_value(one) for one in value.list_value.values]
    return None if kind in (None, "null_value") else getattr(value, kind)
