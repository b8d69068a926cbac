"""A document written as text, and read again equal: what is printed later is what was asked for."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any, cast

from maillage.documents import types
from maillage.documents.types import Document

KIND, DAY = "kind", "day"


def frozen(document: Document) -> str:
    return json.dumps(as_data(document), ensure_ascii=False)


def thawed(written: str) -> Document:
    """Raises ValueError, KeyError or TypeError for what `frozen` did not write."""
    return cast("Document", from_data(json.loads(written)))


def as_data(value: Any) -> Any:
    """What JSON holds, of a document or of a part of it."""
    if is_dataclass(value):
        return {KIND: type(value).__name__} | {
            each.name: as_data(getattr(value, each.name)) for each in fields(value)
        }
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return [as_data(each) for each in value] if isinstance(value, tuple | list) else value


def from_data(value: Any) -> Any:
    """The same document, or part."""
    if isinstance(value, list):
        return tuple(from_data(each) for each in value)
    if not isinstance(value, dict):
        return value
    if DAY in value:
        return date.fromisoformat(value[DAY])
    made = getattr(types, value[KIND])
    return made(**{name: from_data(each) for name, each in value.items() if name != KIND})


def digest_of(data: Any) -> str:
    """SHA-256 of plain data, in hexadecimal: the same whatever the order its keys are kept in."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
