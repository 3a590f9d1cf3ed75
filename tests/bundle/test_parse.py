"""Reading a sync file: what is refused, and with which sentence (reliability 22 to 28)."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bundles import SAM, file_of, first_line_of, small_group, sound_file
from support.journal import AT, Group, author

from npq_desktop.bundle.errors import (
    DamagedFileError,
    FileLimitError,
    IncompleteFileError,
    NewerFileError,
    OtherGroupError,
    StrangerError,
)
from npq_desktop.bundle.manifest import MAX_EVENT_LINE_BYTES, MAX_EVENTS, MAX_FILE_BYTES
from npq_desktop.bundle.parse import BundleFile, check_author, check_group, parse_bundle
from npq_desktop.errors import BundleError
from npq_desktop.journal.codec import canonical

GROUP = small_group()
FILE = sound_file(GROUP)
LINES = [event.line().encode() for event in GROUP.events]
MARK = LINES[-1]


def read(data: bytes) -> BundleFile:
    return parse_bundle(io.BytesIO(data))


def refused(data: bytes) -> str:
    """The sentence the file is refused with."""
    with pytest.raises(BundleError) as caught:
        read(data)
    return str(caught.value)


def test_sync_file_reads_back_as_it_was_written() -> None:
    bundle = read(FILE)

    assert bundle.events == tuple(GROUP.events)
    assert bundle.manifest.by == SAM.key
    assert (bundle.manifest.count, bundle.manifest.group) == (6, GROUP.id)
    assert bundle.form == "readable"


def test_sync_file_without_entries_reads_back() -> None:
    assert read(file_of([], group=GROUP.id)).events == ()


def test_sync_file_is_read_from_where_the_stream_stands() -> None:
    stream = io.BytesIO(b"before" + FILE)
    stream.seek(6)

    assert len(parse_bundle(stream).events) == 6


def test_file_cut_anywhere_is_refused_as_incomplete() -> None:
    kinds = set()
    for length in [*range(1, 200), *range(200, len(FILE), 97), len(FILE) - 2]:
        with pytest.raises(BundleError) as caught:
            read(FILE[:length])
        kinds.add(caught.type)

    assert kinds == {IncompleteFileError}


def test_file_without_the_last_line_end_lacks_nothing() -> None:
    assert read(FILE[:-1]).events == read(FILE).events


@settings(max_examples=200)
@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
def test_file_with_any_bit_flipped_is_refused(place: int, bit: int) -> None:
    data = bytearray(FILE)
    data[place] ^= 1 << bit

    with pytest.raises(BundleError):
        read(bytes(data))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.replace(b"\n", b"\r\n"), "line ends"),
        (lambda data: data + b"\n", "follows its end"),
        (lambda data: data + b"x", "follows its end"),
        (lambda data: data.replace(b",\n", b"\n", 1), "comma is missing"),
        (lambda data: data.replace(b"\n]}", b",\n]}"), "comma too many"),
        (lambda data: data.replace(b",\n", b",\n\n", 1), "comma is missing"),
        (lambda data: data.replace(b"present", b"absent!", 1), "not those that were written"),
        (lambda data: data.replace(LINES[4] + b",\n", b""), "should have 6 changes and has 5"),
        (lambda data: data.replace(LINES[3], LINES[4]), "not those that were written"),
        (lambda data: data.replace(b'"count\\":6', b'"count\\":7'), "signature"),
        (lambda data: data.replace(b'"events"', b' "events"'), "one form"),
        (lambda data: data.replace(b'"v":1', b'"v":01'), "first line"),
        (lambda data: data.replace(b'"sig":"', b'"sig":"A'), "signature"),
    ],
)
def test_file_changed_on_the_way_is_refused_with_the_reason(change, sentence: str) -> None:
    assert sentence in refused(change(FILE))


def test_file_with_two_entries_swapped_is_refused() -> None:
    a, b = LINES[3], LINES[4]
    swapped = FILE.replace(a, b"@").replace(b, a).replace(b"@", b)

    assert "not those that were written" in refused(swapped)


@pytest.mark.parametrize("version", [b"2", b"999"])
def test_newer_layout_asks_for_an_update(version: bytes) -> None:
    with pytest.raises(NewerFileError, match="Update"):
        read(FILE.replace(b'"v":1', b'"v":' + version))


def test_newer_entry_asks_for_an_update() -> None:
    header, payload, salt, sig = json.loads(MARK)
    newer = canonical([header.replace('"v":1', '"v":2'), payload, salt, sig]).encode()

    with pytest.raises(NewerFileError, match="Update"):
        read(file_of([*LINES[:-1], newer], group=GROUP.id))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" ",
        b"[",
        b"null",
        MARK + b",",
        MARK.replace(b"present", b"absent!"),
        MARK[:-3] + b'A"]',
        b"[" * 100_000,
        b'["\xff",null,null,"A"]',
        b'["\\ud800",null,null,"A"]',
        b'["\\u0000",null,null,"A"]',
        b"[NaN,null,null,1.5]",
        b"[" + b"9" * 4301 + b"]",
        b'[{"a":1,"a":1}]',
    ],
)
def test_unsound_entry_behind_a_true_manifest_is_refused(line: bytes) -> None:
    with pytest.raises(DamagedFileError, match="Change 2 "):
        read(file_of([LINES[0], line, *LINES[1:]], group=GROUP.id))


@given(st.binary(max_size=60).filter(lambda line: not {10, 13} & set(line)))
def test_any_line_behind_a_true_manifest_is_refused(line: bytes) -> None:
    with pytest.raises(BundleError):
        read(file_of([line], group=GROUP.id))


FACTS = json.loads(read(FILE).manifest.text)


@pytest.mark.parametrize(
    "manifest",
    [
        [],
        "",
        "{}",
        "\ud800",
        {**FACTS, "more": 1},
        {**FACTS, "at": "today"},
        {**FACTS, "by": "A"},
        {**FACTS, "count": "6"},
        {**FACTS, "count": -1},
        {**FACTS, "count": True},
        {**FACTS, "digest": "A" * 64},
        {**FACTS, "group": None},
        {name: FACTS[name] for name in ("at", "by", "count", "digest")},
    ],
)
def test_malformed_manifest_is_refused_although_it_is_signed(manifest: object) -> None:
    data = first_line_of(manifest) + FILE[FILE.index(b"\n") :]

    with pytest.raises(DamagedFileError, match="on the way"):
        read(data)


def test_manifest_may_be_spaced_as_its_writer_likes() -> None:
    data = first_line_of(json.dumps(FACTS, indent=1)) + FILE[FILE.index(b"\n") :]

    assert read(data).events == read(FILE).events


def test_true_is_no_count_of_one() -> None:
    with pytest.raises(DamagedFileError, match="malformed"):
        read(file_of(LINES[:1], group=GROUP.id, count=True))


def test_manifest_signed_by_another_key_than_it_names_is_refused() -> None:
    data = first_line_of(FACTS, by=author("eve")) + FILE[FILE.index(b"\n") :]

    assert "signature" in refused(data)


def test_signature_in_another_spelling_is_refused() -> None:
    sig = read(FILE).manifest.sig.encode()

    assert "signature" in refused(FILE.replace(sig, sig + b"=="))


def test_entry_of_another_group_is_refused() -> None:
    other = Group("other").events[0].line().encode()

    with pytest.raises(OtherGroupError, match="Change 2"):
        read(file_of([LINES[0], other], group=GROUP.id))


def test_file_of_another_group_than_the_one_open_is_refused() -> None:
    check_group(read(FILE), GROUP.id)

    with pytest.raises(OtherGroupError, match="another group"):
        check_group(read(FILE), Group("other").id)


def test_file_by_someone_who_is_no_member_is_refused() -> None:
    check_author(read(FILE), {SAM.key})

    with pytest.raises(StrangerError, match="not in the group"):
        check_author(read(FILE), {author("olu").key})


@pytest.mark.parametrize("count", [MAX_EVENTS + 1, 2**53])
def test_announcing_too_many_entries_is_refused_before_they_are_read(count: int) -> None:
    with pytest.raises(FileLimitError, match="at most"):
        read(file_of([MARK], group=GROUP.id, count=count))


def test_one_entry_too_many_is_refused() -> None:
    data = file_of([b"[]"] * (MAX_EVENTS + 1), group=GROUP.id, count=MAX_EVENTS)

    with pytest.raises(FileLimitError, match="50,000"):
        read(data)


def test_as_many_entries_as_may_be_are_counted_before_they_are_read() -> None:
    data = file_of([b"[]"] * MAX_EVENTS, group=GROUP.id)

    with pytest.raises(DamagedFileError, match="Change 1 "):
        read(data)


@pytest.mark.parametrize("last", [False, True])
def test_entry_line_may_have_256_kib_and_not_one_byte_more(last: bool) -> None:
    after = [] if last else [MARK]
    longest = b"[" + b" " * (MAX_EVENT_LINE_BYTES - len(MARK)) + MARK[1:]

    assert len(longest) == MAX_EVENT_LINE_BYTES
    assert read(file_of([LINES[0], longest, *after], group=GROUP.id)).events
    with pytest.raises(FileLimitError, match="line"):
        read(file_of([LINES[0], longest + b" ", *after], group=GROUP.id))


@pytest.mark.parametrize(("extra", "sentence"), [(0, "first line"), (1, "longer")])
def test_first_line_may_have_8_kib_and_not_one_byte_more(extra: int, sentence: str) -> None:
    first = first_line_of({**FACTS, "at": "0"})
    size = 8192 + extra - len(first) + 1
    data = first_line_of({**FACTS, "at": "0" * size}) + b"\n]}\n"

    assert data.index(b"\n") == 8192 + extra
    assert ("longer" in refused(data)) is (sentence == "longer")


def test_file_may_have_32_mib_and_not_one_byte_more() -> None:
    line = b"[" + b" " * (MAX_EVENT_LINE_BYTES - 2) + b"]"
    lines = [line] * (MAX_FILE_BYTES // (len(line) + 2))
    rest = MAX_FILE_BYTES - len(file_of([*lines, b"[]"], group=GROUP.id))
    whole = [*lines, b"[" + b" " * rest + b"]"]

    with pytest.raises(DamagedFileError, match="Change 1 "):
        read(file_of(whole, group=GROUP.id))
    with pytest.raises(FileLimitError, match="32 MiB"):
        read(file_of([*whole[:-1], whole[-1] + b" "], group=GROUP.id))


def test_repr_of_a_file_read_shows_no_text() -> None:
    assert "Zoë" not in repr(read(FILE))
    assert AT in repr(read(FILE))
