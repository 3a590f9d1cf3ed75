"""The structure of one event: what is read, what is refused, and what the pen writes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.golden import golden_events
from support.journal import AT, Group, author, steady_random

from npq_desktop.journal.codec import b64encode, canonical
from npq_desktop.journal.event import (
    BrokenEventError,
    Event,
    NewerFormatError,
    Pen,
    parse_event,
    start_group,
)

GOLDEN = Path(__file__).parent / "golden"
SAM = author("sam")
MARK = Group().mark("sam", "m3.seminar", "Ann", "present", minutes_late=4)
START = Group().events[0]


def header_of(event: Event, **changes: object) -> str:
    """The header with some values changed; a value of ``...`` takes the key out."""
    fields = {**json.loads(event.header), **changes}
    return canonical({name: value for name, value in fields.items() if value is not ...})


def signed(header: str, payload: str | None = MARK.payload, salt: str | None = MARK.salt) -> str:
    """A line with a true signature behind whatever the header says."""
    sig = SAM.sign(b"npq-sig-1\0" + header.encode(errors="surrogatepass"))
    return canonical([header, payload, salt, sig])


def line_of(**changes: object) -> str:
    return signed(header_of(MARK, **changes))


def with_payload(payload: str) -> str:
    """A line whose hash and signature fit ``payload``."""
    from npq_desktop.journal import event

    return signed(header_of(MARK, ph=event._payload_hash(payload, bytes(16))), payload, "A" * 22)


def test_event_reads_back_from_its_line() -> None:
    event = parse_event(MARK.line())

    assert event == MARK
    assert (event.kind, event.seq, event.actor) == ("mark.set", 1, SAM.member)
    assert event.content == {**json.loads(MARK.payload or ""), "minutes_late": 4}


def test_event_id_is_the_hash_of_its_header() -> None:
    import hashlib

    assert MARK.id == hashlib.sha256(b"npq-event-1\0" + MARK.header.encode()).hexdigest()


def test_event_of_a_start_belongs_to_the_group_it_starts() -> None:
    assert START.group is None
    assert START.group_id == START.id == Group().id


def test_event_line_need_not_be_canonical_itself() -> None:
    parts = [MARK.header, MARK.payload, MARK.salt, MARK.sig]

    assert parse_event(json.dumps(parts, indent=1)) == MARK


def test_blanked_event_reads_back_as_stripped_and_drops_a_left_over_salt() -> None:
    blank = MARK.blanked()

    left_over = canonical([MARK.header, None, MARK.salt, MARK.sig])

    assert blank.is_stripped
    assert parse_event(blank.line()) == parse_event(left_over) == blank
    assert blank.id == MARK.id


def test_event_without_payload_is_not_stripped() -> None:
    event = Group().write("sam", "note.add", None)

    assert parse_event(event.line()).content is None
    assert not event.is_stripped


def test_salt_without_a_payload_or_its_hash_is_refused() -> None:
    event = Group().write("sam", "note.add", None)

    with pytest.raises(BrokenEventError, match="salt but no payload"):
        parse_event(canonical([event.header, None, "A" * 22, event.sig]))


def test_repr_of_an_event_shows_no_text() -> None:
    assert "present" not in repr(MARK)
    assert MARK.id in repr(MARK)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "{}",
        "[]",
        '["a","b","c"]',
        '["a","b","c","d","e"]',
        "[null,null,null,null]",
        "[1,null,null,2]",
        canonical([MARK.header, 1, MARK.salt, MARK.sig]),
        canonical([MARK.header, MARK.payload, MARK.salt, None]),
        canonical([MARK.header, MARK.payload, None, MARK.sig]),
        canonical([MARK.header, (MARK.payload or "") + " ", MARK.salt, MARK.sig]),
        canonical([MARK.header, MARK.payload, "A" * 22, MARK.sig]),
        canonical([MARK.header, MARK.payload, "A" * 21, MARK.sig]),
        canonical([MARK.header, MARK.payload, MARK.salt, START.sig]),
        canonical([MARK.header, MARK.payload, MARK.salt, MARK.sig + "=="]),
        canonical([MARK.header, MARK.payload, MARK.salt, ""]),
        canonical([MARK.header + " ", MARK.payload, MARK.salt, MARK.sig]),
    ],
)
def test_line_that_is_not_four_fitting_texts_is_refused(line: str) -> None:
    with pytest.raises(BrokenEventError):
        parse_event(line)


@pytest.mark.parametrize(
    "changes",
    [
        {"v": ...},
        {"v": "1"},
        {"v": True},
        {"v": None},
        {"more": 1},
        {"at": ...},
        {"group": None},
        {"group": "A" * 64},
        {"group": 1},
        {"kind": "group.start"},
        {"kind": ""},
        {"kind": "k" * 65},
        {"kind": None},
        {"key": "A" * 42},
        {"key": "A" * 44},
        {"key": None},
        {"actor": "a" * 31},
        {"actor": "A" * 32},
        {"stream": "g" * 32},
        {"seq": 0},
        {"seq": -1},
        {"seq": "1"},
        {"seq": True},
        {"seq": 2**53 + 1},
        {"prev": ""},
        {"prev": "0" * 63},
        {"need": 0},
        {"need": None},
        {"at": "2026-10-01"},
        {"at": "yesterday"},
        {"at": AT + "\n"},
        {"rep": None},
        {"rep": "0" * 64},
        {"rep": ["0" * 63]},
        {"rep": [1]},
        {"rep": ["0" * 64] * 17},
        {"ph": None},
        {"ph": "0" * 64},
        {"kind": "\0"},
    ],
)
def test_header_that_breaks_a_rule_is_refused_although_it_is_signed(changes) -> None:
    with pytest.raises(BrokenEventError):
        parse_event(line_of(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"rep": ["0" * 64] * 16},
        {"kind": "k" * 64},
        {"kind": "ünknown"},
        {"need": 2**53},
        {"seq": 7},
        {"prev": "0" * 64},
        {"at": "1970-01-01T00:00:00Z"},
    ],
)
def test_header_at_the_edge_of_a_rule_is_read(changes) -> None:
    (name, value), *_ = changes.items()

    event = parse_event(line_of(**changes))

    assert json.loads(canonical(getattr(event, name))) == value


@pytest.mark.parametrize("version", [0, 2, -1, 2**53])
def test_newer_version_asks_for_an_update(version: int) -> None:
    with pytest.raises(NewerFormatError, match="update"):
        parse_event(line_of(v=version, more="unknown"))


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda header: header.replace(":", ": ", 1),
        lambda header: json.dumps(dict(reversed(json.loads(header).items()))),
        lambda header: header.replace("mark.set", "mark\\u002eset"),
        lambda header: header.replace('"seq":1', '"seq":1.0'),
        lambda header: header.replace('"seq":1', '"seq":1,"seq":1'),
        lambda header: header.replace('"need":1', '"need":-0'),
    ],
)
def test_header_in_any_other_writing_is_refused(rewrite: Callable[[str], str]) -> None:
    with pytest.raises(BrokenEventError):
        parse_event(signed(rewrite(MARK.header)))


def header_of_size(size: int) -> str:
    """A header of ``size`` bytes: only the fraction of a second may be as long as one likes."""
    length = size - len(header_of(MARK, at="2026-10-01T09:00:00.Z").encode())
    return header_of(MARK, at=f"2026-10-01T09:00:00.{'0' * length}Z")


def test_header_may_have_4096_bytes_and_not_one_more() -> None:
    assert parse_event(signed(header_of_size(4096)))

    with pytest.raises(BrokenEventError, match="too long"):
        parse_event(signed(header_of_size(4097)))


def test_payload_may_have_64_kib_in_utf_8_and_not_one_byte_more() -> None:
    longest = '{"t":"' + "é" * 32_764 + '"}'

    assert len(longest.encode()) == 65_536
    assert parse_event(with_payload(longest))
    with pytest.raises(BrokenEventError, match="64 KiB"):
        parse_event(with_payload(longest + " "))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "[]",
        "1",
        "null",
        '{"a":1.5}',
        '{"a":NaN}',
        '{"a":1,"a":2}',
        '{"a":"\\ud800"}',
        '{"a":"\\u0000"}',
        '{"a":{"b":{"c":{"d":{}}}}}',
        '{"a":' + "9" * 4301 + "}",
        '{"a":' * 10_000,
    ],
)
def test_payload_that_is_not_a_strict_object_is_refused_although_its_hash_fits(payload) -> None:
    with pytest.raises(BrokenEventError):
        parse_event(with_payload(payload))


def test_payload_need_not_be_canonical() -> None:
    event = parse_event(with_payload('{ "b": 1, "a": true }'))

    assert event.content == {"a": True, "b": 1}


def test_signature_is_the_one_thing_that_our_own_store_need_not_verify() -> None:
    forged = canonical([MARK.header, MARK.payload, MARK.salt, START.sig])

    assert parse_event(forged, verify=False).id == MARK.id
    with pytest.raises(BrokenEventError, match="signature"):
        parse_event(forged)
    with pytest.raises(BrokenEventError, match="changed"):
        parse_event(canonical([MARK.header, "{}", MARK.salt, MARK.sig]), verify=False)


@given(st.text(max_size=60) | st.text('[]{}",:0123 vkeyseqnull\\u', max_size=60))
def test_any_header_text_either_reads_or_is_refused(header: str) -> None:
    with pytest.raises(BrokenEventError):
        parse_event(json.dumps([header, None, None, "A" * 86]))


ODD = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("0" * 64)
ODD_NESTED = st.recursive(ODD, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
FIELDS = st.sampled_from(sorted(json.loads(MARK.header)))


@pytest.mark.slow
@given(st.dictionaries(FIELDS | st.text(max_size=4), ODD_NESTED, min_size=1, max_size=3))
def test_hostile_header_behind_a_true_signature_reads_back_alike_or_is_refused(changes) -> None:
    line = json.dumps(json.loads(line_of(**changes)))

    try:
        event = parse_event(line)
    except BrokenEventError:
        return

    assert event.header == header_of(MARK, **changes)
    assert parse_event(event.line()) == event


@given(st.data())
def test_line_with_one_byte_changed_is_refused_or_means_the_same(data) -> None:
    line = bytearray(MARK.line().encode())
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] = data.draw(st.integers(0, 255))

    try:
        event = parse_event(line.decode())
    except (BrokenEventError, UnicodeDecodeError):
        return

    assert event == MARK


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.integers(0),
    ).filter(lambda content: all(v if isinstance(v, str) else v <= 2**53 for v in content.values()))
)
def test_whatever_the_pen_writes_reads_back(content) -> None:
    pen = Pen(SAM, "0" * 64, last_prev=None, random=steady_random("round trip"))

    event = pen.write("note.add", content, at=AT)

    assert parse_event(event.line()) == event
    assert event.content == content


def test_pen_counts_and_links_what_was_committed() -> None:
    pen = Pen(SAM, "0" * 64, last_prev="1" * 64)

    first = pen.write("note.add", {}, at=AT)
    pen.commit(first)
    second = pen.write("note.add", {}, at=AT)

    assert [(e.seq, e.prev, e.stream) for e in (first, second)] == [
        (1, "1" * 64, pen.stream),
        (2, first.id, pen.stream),
    ]


def test_pen_leaves_no_gap_where_an_event_could_not_be_stored() -> None:
    pen = Pen(SAM, "0" * 64, last_prev=None)
    lost = pen.write("note.add", {}, at=AT)

    again = pen.write("note.add", {}, at=AT)

    assert (again.seq, again.prev) == (lost.seq, lost.prev) == (1, None)


def test_pen_refuses_to_commit_an_event_out_of_its_order() -> None:
    pen = Pen(SAM, "0" * 64, last_prev=None)
    event = pen.write("note.add", {}, at=AT)
    pen.commit(event)

    with pytest.raises(ValueError, match="written last"):
        pen.commit(event)


def test_two_pens_never_share_a_stream() -> None:
    streams = {Pen(SAM, "0" * 64, last_prev=None).stream for _ in range(20)}

    assert len(streams) == 20


@pytest.mark.parametrize(
    ("content", "rep", "sentence"),
    [
        ({"text": "x" * 65_536}, [], "too long for one entry"),
        ({"text": "\ud800"}, [], "half of a character"),
        ({"text": "\0"}, [], "NUL"),
        ({}, ["0" * 64] * 17, "more than 16"),
    ],
)
def test_pen_refuses_what_a_reader_would_refuse(content, rep, sentence: str) -> None:
    pen = Pen(SAM, "0" * 64, last_prev=None)

    with pytest.raises(BrokenEventError, match=sentence):
        pen.write("note.add", content, rep=rep, at=AT)


def test_same_texts_get_different_hashes_so_that_an_erased_one_cannot_be_guessed() -> None:
    pen = Pen(SAM, "0" * 64, last_prev=None)

    assert len({pen.write("note.add", {"a": 1}, at=AT).ph for _ in range(5)}) == 5


def test_start_group_is_the_first_of_its_stream_and_names_no_group() -> None:
    start = start_group(SAM, {"title": "é"}, at=AT)

    assert (start.group, start.seq, start.prev, start.kind) == (None, 1, None, "group.start")
    assert parse_event(start.line()) == start


def test_golden_events_read_with_their_ids_for_ever() -> None:
    lines = (GOLDEN / "events.jsonl").read_bytes().decode().splitlines()
    ids = (GOLDEN / "ids.txt").read_text(encoding="utf-8").split()

    assert [parse_event(line).id for line in lines] == ids


def test_golden_events_are_written_byte_for_byte_again() -> None:
    written = "".join(event.line() + "\n" for event in golden_events())

    assert written.encode() == (GOLDEN / "events.jsonl").read_bytes()


def test_key_that_is_no_point_of_the_curve_is_refused() -> None:
    with pytest.raises(BrokenEventError, match="signature"):
        parse_event(line_of(key=b64encode(b"\xff" * 32)))
