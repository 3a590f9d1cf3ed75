"""What a reading child answers can only be values."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart.values import _HEAD, packed, unpacked
from npq_desktop.interchange.files.tables import Table, TableRow
from npq_desktop.rows.intake import FileKind

LONDON = ZoneInfo("Europe/London")
VALUES = [
    None,
    ("é", 1, 2.5, True, "\ud800"),
    [frozenset({date(2026, 3, 1)}), {"a"}],
    {1: ("x",), "y": MappingProxyType({"z": b"bytes"})},
    datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1),
    (datetime(2026, 1, 1, tzinfo=UTC), timezone(timedelta(hours=-3)), time(9), timedelta(-1, 5)),
    (Fraction(2, 3), Path("a") / "b", FileKind.CLAIMS),
    Table((TableRow(1, ("a", "b")),), struck=frozenset({(1, 0)})),
]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    found = unpacked(packed(value))

    assert found == value
    assert type(found) is type(value)


def test_an_error_comes_back_with_its_sentence() -> None:
    found = unpacked(packed(InterchangeError("Ask for it again.")))

    assert type(found) is InterchangeError
    assert str(found) == "Ask for it again."


def test_bytes_that_were_lent_come_back_as_the_same_bytes() -> None:
    lent = b"x" * 100_000
    answer = packed((lent, b"own"), [lent])

    found = unpacked(answer, [lent])

    assert len(answer) < 100
    assert found[0] is lent
    assert found[1] == b"own"


@pytest.mark.parametrize(
    "plain",
    [
        ["c", "os:system", ["true"]],
        ["e", "builtins:eval", "1"],
        ["x", "npq_desktop.main:main", "read-apart"],
        ["x", "npq_desktop.interchange.apart.process:ReadingChild", "x"],
        ["c", "npq_desktop.services.application:Application", []],
        ["c", "npq_desktop.rows.intake:Path", ["x"]],
        ["c", "npq_desktop.files.tables:TableRow", [1]],
        ["given", 7],
        ["long", "x"],
        ["?"],
        [],
    ],
)
def test_an_answer_calls_nothing_but_classes_of_values(plain: object) -> None:
    text = json.dumps(plain).encode()

    with pytest.raises(ValueError, match="answer"):
        unpacked(_HEAD.pack(len(text), 0) + text)


@pytest.mark.parametrize("answer", [b"", b"x" * 16, _HEAD.pack(4, 9) + b"null", b"\xff" * 40])
def test_nonsense_is_no_answer(answer: bytes) -> None:
    with pytest.raises(ValueError, match="answer"):
        unpacked(answer)


def test_what_is_no_value_is_not_answered() -> None:
    with pytest.raises(TypeError):
        packed(print)
