"""What a reading child answers, as bytes that can make nothing but values.

Plain texts and numbers, dates, our own frozen classes and enumerations, and errors with a sentence:
whatever a hostile file made of the child, nothing it answers can run here. Bytes that were lent to
the child come back as a number, not a second time.
"""

import importlib
import json
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from npq_desktop.errors import NpqDesktopError

_HEAD = struct.Struct("!QQ")
_HOMES = re.compile(
    r"npq_desktop\.(?:errors|(?:rows|interchange|services|programme|engagement|journal)(?:\.[a-z_]+)*)"
)
_CONTAINERS: Mapping[type, str] = {tuple: "t", list: "l", frozenset: "f", set: "s"}
_MAKERS = {tag: kind for kind, tag in _CONTAINERS.items()}
_TEXTS: Mapping[str, Callable[[str], Any]] = {
    "day": date.fromisoformat,
    "clock": time.fromisoformat,
    "zone": ZoneInfo,
    "fraction": Fraction,
    "path": Path,
}


def packed(value: object, lent: Sequence[bytes] = ()) -> bytes:
    """The value as bytes; ``lent`` are bytes that the other side has already.

    Raises:
        TypeError: it holds something that no answer may hold.
    """
    packing = _Packing({id(each): at for at, each in enumerate(lent)})
    plain = json.dumps(packing.plain(value), separators=(",", ":")).encode()
    return b"".join((_HEAD.pack(len(plain), len(packing.blobs)), plain, *_framed(packing.blobs)))


def unpacked(answer: bytes, lent: Sequence[bytes] = ()) -> Any:
    """The value that :func:`packed` was given.

    Raises:
        ValueError: the bytes are no such answer.
    """
    try:
        size, many = _HEAD.unpack_from(answer)
        at, blobs = _HEAD.size + size, list[bytes]()
        for _ in range(many):
            (length,) = _LENGTH.unpack_from(answer, at)
            at += _LENGTH.size
            blobs.append(answer[at : at + length])
            at += length
        plain = json.loads(answer[_HEAD.size : _HEAD.size + size])
        return _Unpacking(blobs, lent).value(plain)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        struct.error,
    ) as error:
        raise ValueError("no answer") from error


_LENGTH = struct.Struct("!Q")


def _framed(blobs: Sequence[bytes]) -> Sequence[bytes]:
    return [part for blob in blobs for part in (_LENGTH.pack(len(blob)), blob)]


class _Packing:
    """Turns values into what JSON holds: a list is a value of another kind, named by its start."""

    def __init__(self, lent: Mapping[int, int]) -> None:
        self._lent = lent
        self.blobs: list[bytes] = []

    def plain(self, value: object) -> object:
        kind = type(value)
        if value is None or kind in (str, int, float, bool):
            return value
        if tag := _CONTAINERS.get(kind):
            return [tag, [self.plain(each) for each in value]]  # type: ignore[attr-defined]
        if isinstance(value, bytes):
            return self._bytes(value)
        if isinstance(value, Mapping):
            pairs = [[self.plain(name), self.plain(each)] for name, each in value.items()]
            return ["m" if kind is MappingProxyType else "d", pairs]
        if isinstance(value, Enum):
            return ["e", _name_of(kind), self.plain(value.value)]
        if is_dataclass(kind):
            held = [self.plain(getattr(value, name)) for name in _fields_of(kind)]
            return ["c", _name_of(kind), held]
        if isinstance(value, NpqDesktopError):
            return ["x", _name_of(kind), str(value)]
        return self._text(value)

    def _bytes(self, value: bytes) -> object:
        if (at := self._lent.get(id(value))) is not None:
            return ["given", at]
        self.blobs.append(value)
        return ["b", len(self.blobs) - 1]

    def _text(self, value: object) -> object:
        match value:
            case datetime():
                zone = self.plain(value.tzinfo) if value.tzinfo else None
                return ["at", value.replace(tzinfo=None).isoformat(), zone, value.fold]
            case date():
                return ["day", value.isoformat()]
            case time():
                return ["clock", value.isoformat()]
            case timedelta():
                return ["long", value.days, value.seconds, value.microseconds]
            case ZoneInfo():
                return ["zone", value.key]
            case timezone():
                return ["offset", self.plain(value.utcoffset(None))]
            case Fraction():
                return ["fraction", str(value)]
            case Path():
                return ["path", str(value)]
        raise TypeError(f"no answer holds a {type(value).__name__}")


class _Unpacking:
    """The other way round."""

    def __init__(self, blobs: Sequence[bytes], lent: Sequence[bytes]) -> None:
        self._makers: Mapping[str, Callable[..., Any]] = {
            "b": blobs.__getitem__,
            "given": lent.__getitem__,
            "c": self._object,
            "e": lambda name, value: _class_called(name)(self.value(value)),
            "x": lambda name, value: _class_called(name)(value),
            "d": self._mapping,
            "m": lambda pairs: MappingProxyType(self._mapping(pairs)),
            "at": self._moment,
            "offset": lambda ahead: timezone(self.value(ahead)),
            "long": timedelta,
            **{tag: partial(self._container, make) for tag, make in _MAKERS.items()},
            **_TEXTS,
        }

    def value(self, plain: Any) -> Any:
        if not isinstance(plain, list):
            return plain
        tag, *held = plain
        return self._makers[tag](*held)

    def _container(self, make: Callable[[Any], Any], held: Sequence[Any]) -> Any:
        return make(map(self.value, held))

    def _mapping(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, Any]:
        return {self.value(name): self.value(each) for name, each in pairs}

    def _object(self, name: str, held: Sequence[Any]) -> Any:
        kind = _class_called(name)
        return kind(**dict(zip(_fields_of(kind), map(self.value, held), strict=True)))

    def _moment(self, text: str, zone: Any, fold: int) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.value(zone), fold=fold)


def _name_of(kind: type) -> str:
    return f"{kind.__module__}:{kind.__name__}"


@lru_cache(maxsize=200)
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.init)


@lru_cache(maxsize=200)
def _class_called(name: str) -> Any:
    """One of our classes of values, and nothing else that can be called."""
    home, _, kind = name.partition(":")
    if not _HOMES.fullmatch(home):
        raise ValueError("no answer")
    found = vars(importlib.import_module(home)).get(kind)
    if isinstance(found, type) and found.__module__ == home:
        frozen = is_dataclass(found) and found.__dataclass_params__.frozen  # type: ignore[attr-defined]
        if frozen or issubclass(found, Enum | NpqDesktopError):
            return found
    raise ValueError("no answer")
