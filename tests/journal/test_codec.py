"""Canonical JSON, strict JSON and base64url."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.journal.codec import (
    BrokenTextError,
    b64decode,
    b64encode,
    canonical,
    is_hash,
    is_time,
    parse_json,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
leaves = st.none() | st.integers(-(2**53), 2**53) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20
)


def test_canonical_sorts_keys_and_escapes_only_where_json_demands_it() -> None:
    value = {"b": ["é/\x7f\u2028", '\n\x01"\\'], "a": None, "Z": -3}

    text = canonical(value)

    assert text == '{"Z":-3,"a":null,"b":["é/\x7f\u2028","\\n\\u0001\\"\\\\"]}'


@given(values)
def test_canonical_text_reads_back_as_the_value_it_was_written_from(value: object) -> None:
    text = canonical(value)

    assert parse_json(text, max_depth=30) == value
    assert canonical(parse_json(text, max_depth=30)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nul",
        "[1,]",
        "{} {}",
        '{"a":1,"a":1}',
        '{"a":{"b":1,"b":2}}',
        "1.0",
        "[1e2]",
        "NaN",
        "[-Infinity]",
        "9007199254740993",
        "-9007199254740993",
        "1" * 4301,
        '"\\ud800"',
        '{"\\udc00":1}',
        '"\\ude00\\ud83d"',
        '"\ud800"',
        '"a\\u0000b"',
        '{"\\u0000":1}',
        '"a\0b"',
        '"tab\there"',
        "\ufeff{}",
        "[[[[[1]]]]]",
        '[[[[{"a":1}]]]]',
        "[" * 1_000_000,
        "[" * 100_000 + "]" * 100_000,
        "01",
        "'a'",
    ],
)
def test_read_json_refuses_what_two_readers_could_take_differently(text: str) -> None:
    with pytest.raises(BrokenTextError):
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9007199254740992", 2**53),
        ("-9007199254740992", -(2**53)),
        ("[[[[1]]]]", [[[[1]]]]),
        ('["[[[[[[","\\"]]]{{{{{"]', ["[[[[[[", '"]]]{{{{{']),
        ('"\\ud83e\\uddee"', "\U0001f9ee"),
        ('"\\\\u0000"', "\\u0000"),
        (" [true, false, null] ", [True, False, None]),
    ],
)
def test_read_json_takes_what_is_strict_json_within_the_limits(text: str, value: object) -> None:
    assert parse_json(text) == value


@given(st.text(max_size=40) | st.text('[]{}",:\\u0d8 1e.-', max_size=40))
def test_read_json_either_reads_or_says_that_the_text_is_broken(text: str) -> None:
    try:
        value = parse_json(text)
    except BrokenTextError:
        return

    assert value == json.loads(text)


@given(st.binary(max_size=80))
def test_base64_round_trips_without_padding(data: bytes) -> None:
    text = b64encode(data)

    assert "=" not in text
    assert b64decode(text, len(data)) == data


@pytest.mark.parametrize("text", ["AB", "AA==", "A A", "A", "+/8", "AA\n", "é", "AAA.", "AAAA"])
def test_base64_refuses_any_other_spelling_of_the_same_bytes(text: str) -> None:
    with pytest.raises(BrokenTextError):
        b64decode(text, 1)


def test_is_hash_refuses_capitals_and_a_line_end() -> None:
    assert is_hash("0" * 64)
    assert not is_hash("A" * 64)
    assert not is_hash("0" * 64 + "\n")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2026-10-01T09:00:00Z", True),
        ("1970-01-01T00:00:00.123456+01:00", True),
        ("2026-99-99T99:99:99-23:59", True),
        ("2026-10-01T09:00:00", False),
        ("2026-10-01 09:00:00Z", False),
        ("2026-10-01T09:00:00z", False),
        ("2026-10-01T09:00:00.Z", False),
        ("٢٠٢٦-10-01T09:00:00Z", False),
    ],
)
def test_is_time_asks_for_the_form_and_for_no_calendar(text: str, fits: bool) -> None:
    assert is_time(text) is fits
